package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.spi.Muted;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that nobody wants any more, or whose answers never came: each is released when Redis is back. Where a request for
 * it may have hung on another connection it is released again and again for a while, because that request may run late.
 */
final class Orphans {

    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
    private static final long PERIOD_MILLIS = 500;

    /**
     * Longer than a request can hang in a connection that is looked after by a ping. Time in which Redis cannot be asked
     * does not count.
     */
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(4);

    /** Past that many the lease has to do: a queue of that length is an outage under load, and memory has a bound. */
    private static final int MOST = 10_000;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final LockScripts scripts;

    /** Told of each that was given back. */
    private final BiConsumer<String, String> released;

    private final LongSupplier nanoTime;
    private final Set<Orphan> orphans = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean tooManyTold = new AtomicBoolean();

    Orphans(
            LockScripts scripts,
            ScheduledExecutorService timer,
            BiConsumer<String, String> released,
            LongSupplier nanoTime) {
        this.scripts = scripts;
        this.released = released;
        this.nanoTime = nanoTime;
        var unused = timer.scheduleWithFixedDelay(this::retry, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Has a token released.
     *
     * @param unheard so many requests for it got no answer and may run yet
     */
    void add(String key, String token, int unheard) {
        add(key, token, unheard, 0, 0);
    }

    /**
     * Has a token released.
     *
     * @param unheard so many requests for it got no answer and may run yet
     * @param keepMillis for so long from now its lock is to be kept all the same
     * @param used a larger fencing token that was used beside its own; 0: none
     */
    void add(String key, String token, int unheard, long keepMillis, long used) {
        Orphan orphan = new Orphan(key, token, unheard, keepMillis, used);
        if (orphans.size() >= MOST) {
            // Those that Redis has heard of once are the least in need.
            orphans.removeIf(other -> other.unknown);
        }
        boolean kept = orphans.size() < MOST;
        if (kept) {
            orphans.add(orphan);
        }
        orphan.release();
        if (!kept && tooManyTold.compareAndSet(false, true)) {
            LOG.warn(
                    "More than {} locks wait to be given back when Redis can be used again: further ones are tried once, and"
                            + " last until their lease is over if that fails",
                    MOST);
        }
    }

    int size() {
        return orphans.size();
    }

    /** Tries those whose turn it is. */
    void retry() {
        orphans.forEach(Orphan::retry);
        if (orphans.isEmpty()) {
            tooManyTold.set(false);
        }
    }

    /** Tries all of them again and again until none is left for which Redis can be asked, at most so long. */
    void drain(long nanos) {
        long end = System.nanoTime() + nanos;
        while (orphans.stream().anyMatch(Orphan::isWithinReach) && System.nanoTime() - end < 0) {
            orphans.forEach(Orphan::release);
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private final class Orphan {
        private final String key;
        private final String token;
        private final long keepUntilNanos;
        private final long used;
        private final AtomicBoolean underWay = new AtomicBoolean();
        private volatile boolean unknown;
        private volatile long nextNanos = nanoTime.getAsLong();

        /** All below belongs to whoever has it under way. */
        private int unheard;

        private long lastNanos;
        private long triedNanos;
        private long pauseNanos = TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);

        Orphan(String key, String token, int unheard, long keepMillis, long used) {
            this.key = key;
            this.token = token;
            this.unheard = unheard;
            this.used = used;
            this.keepUntilNanos = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(keepMillis);
        }

        void retry() {
            if (nanoTime.getAsLong() - nextNanos >= 0) {
                release();
            }
        }

        boolean isWithinReach() {
            return scripts.redis().refusal(scripts.names(key)) == null;
        }

        void release() {
            if (underWay.compareAndSet(false, true)) {
                try {
                    var unused =
                            scripts.releaseLater(key, token, keepMillis(), used).thenAccept(this::heard);
                } catch (RuntimeException | Error e) {
                    LOG.error("Lock {} was not given back this time", KeyText.shown(key), Muted.of(e));
                    notKnown();
                    underWay.set(false);
                }
            }
        }

        private void heard(Answer<Long> answer) {
            try {
                judge(answer);
            } finally {
                underWay.set(false);
            }
        }

        private long keepMillis() {
            long rest = keepUntilNanos - nanoTime.getAsLong();
            return rest <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(rest) + 1;
        }

        private void judge(Answer<Long> answer) {
            if (answer instanceof Answer.Reply<Long> reply) {
                if (keepMillis() == 0) {
                    released.accept(key, token);
                }
                unheard -= (int) (long) reply.value();
                if (unheard > 0) {
                    notKnown();
                } else {
                    orphans.remove(this);
                }
            } else if (answer instanceof Answer.None<Long> none
                    && none.mayHaveRun()
                    && !none.failure().isOutage()) {
                // Redis answered, though not as it should: that counts against the time for which we try.
                notKnown();
            }
        }

        /** The last time is one after which nothing can run late any more. */
        private void notKnown() {
            long now = nanoTime.getAsLong();
            if (unknown) {
                triedNanos += Math.min(now - lastNanos, pauseNanos);
                pauseNanos = Math.min(pauseNanos * 2, LONGEST_PAUSE_NANOS);
            }
            if (triedNanos >= LATE_NANOS) {
                orphans.remove(this);
            }
            unknown = true;
            lastNanos = now;
            nextNanos = now + pauseNanos;
        }
    }
}
