package dev.lockstitch.redis.lock;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.spi.KeyText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One acquisition. Its lease is counted from before the request was sent, so that it ends here before it does there. */
final class RedisHeldLock implements HeldLock {

    private static final Logger LOG = LoggerFactory.getLogger(RedisHeldLock.class);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final RedisLocks locks;
    private final String key;
    private final String token;
    private final long fence;
    private final Lease lease;
    private final long acquiredNanos;
    private final AtomicBoolean closed = new AtomicBoolean();

    private volatile long endNanos;
    private volatile boolean lost;
    private volatile boolean expiryTold;
    private volatile boolean renewing;
    private @Nullable List<Runnable> onLost;
    private @Nullable Future<?> watch;

    RedisHeldLock(RedisLocks locks, String key, String token, long fence, Lease lease, long sentNanos) {
        this.locks = locks;
        this.key = key;
        this.token = token;
        this.fence = fence;
        this.lease = lease;
        this.acquiredNanos = sentNanos;
        this.endNanos = sentNanos + lease.nanos();
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public long fencingToken() {
        return fence;
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public boolean isHeld() {
        return !lost && !closed.get() && System.nanoTime() - endNanos < 0;
    }

    @Override
    public void assertHeld() {
        if (!isHeld()) {
            throw new IllegalStateException(
                    closed.get()
                            ? "Lock " + KeyText.shown(key) + " was given back already"
                            : "Lock " + KeyText.shown(key) + " was lost: someone else may hold it now");
        }
    }

    @Override
    public Duration remaining() {
        return isHeld() ? Duration.ofNanos(Math.max(endNanos - System.nanoTime(), 0)) : Duration.ZERO;
    }

    @Override
    public void onLost(Runnable action) {
        synchronized (this) {
            if (closed.get()) {
                return;
            }
            if (!lost) {
                onLost = onLost == null ? new ArrayList<>() : onLost;
                onLost.add(action);
                watchAgain();
                return;
            }
        }
        locks.run(action);
    }

    /** Has the end of a fixed lease looked at in time. One timer a lock, which goes with it. */
    synchronized void watchAgain() {
        stopWatching();
        watch = closed.get() ? null : locks.watch(this);
    }

    @Override
    public boolean extend(Duration by) {
        if (by.compareTo(Duration.ofMillis(1)) < 0 || by.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("extend by " + by + " is not within 1 ms to 365 days");
        }
        if (!isHeld()) {
            return false;
        }
        long sent = System.nanoTime();
        Answer<Long> answer = locks.scripts().extend(key, token, by.toMillis());
        return answer instanceof Answer.Reply<Long> reply && confirmed(sent, reply.value());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stopWatching();
            locks.giveBack(this);
        }
    }

    private synchronized void stopWatching() {
        if (watch != null) {
            watch.cancel(false);
        }
    }

    /** Redis said at some time after {@code sentNanos} how long the lease lasts; 0: it is not ours any more. */
    boolean confirmed(long sentNanos, long restMillis) {
        if (restMillis <= 0) {
            lose("Redis does not know it any more");
            return false;
        }
        synchronized (this) {
            if (lost || closed.get()) {
                return false;
            }
            endNanos = Math.max(endNanos, sentNanos + restMillis * 1_000_000L);
            return true;
        }
    }

    /** Ends the lock if its lease is over. */
    void checkLease() {
        if (System.nanoTime() - endNanos >= 0) {
            lose("its lease is over");
        }
    }

    private void lose(String why) {
        List<Runnable> actions;
        synchronized (this) {
            if (lost || closed.get()) {
                return;
            }
            lost = true;
            endNanos = Math.min(endNanos, System.nanoTime());
            actions = onLost == null ? List.of() : List.copyOf(onLost);
        }
        LOG.info("Lock {} was lost while it is held: {}", KeyText.shown(key), why);
        actions.forEach(locks::run);
    }

    /** What is told once, when the holder is done: the caller's result stays as it is. */
    void tellIfLost(boolean heldUntilNow) {
        long now = System.nanoTime();
        if (heldUntilNow && !lost) {
            return;
        }
        long unprotected = now - (lost || now - endNanos >= 0 ? endNanos : acquiredNanos);
        LOG.warn(
                "Lock {} was lost while it was held: the holder was unprotected for up to {} ms."
                        + " Make the lease longer than the work, or have the store refuse old fencing tokens",
                KeyText.shown(key),
                Math.max(unprotected / 1_000_000, 1));
    }

    boolean belongsTo(RedisLocks others) {
        return locks == others;
    }

    boolean isLost() {
        return lost;
    }

    Lease lease() {
        return lease;
    }

    /** How long the rest of the lease is, closed or not. */
    long restNanos() {
        return endNanos - System.nanoTime();
    }

    boolean heldLongerThan(Duration most) {
        return System.nanoTime() - acquiredNanos > most.toNanos();
    }

    /** While a renewal is under way its answer is read before the lease is judged. */
    boolean isRenewing() {
        return renewing;
    }

    void renewing(boolean underWay) {
        renewing = underWay;
    }

    /** True the first time. */
    synchronized boolean markExpiryTold() {
        boolean first = !expiryTold;
        expiryTold = true;
        return first;
    }

    @Override
    public String toString() {
        return "HeldLock[" + KeyText.shown(key) + ", " + (isHeld() ? "held" : "not held") + "]";
    }
}
