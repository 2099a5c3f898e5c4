package dev.lockstitch.redis.lock;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockMode;
import dev.lockstitch.LockScope;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.Failure;
import dev.lockstitch.redis.Locks;
import dev.lockstitch.redis.RedisConnection;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exclusive locks in Redis. Thread-safe. */
public final class RedisLocks implements Locks {

    private static final Logger LOG = LoggerFactory.getLogger(RedisLocks.class);

    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final RedisConnection connection;
    private final LockScripts scripts;
    private final ScheduledExecutorService timer;
    private final Duration lease;
    private final Tokens tokens = new Tokens();
    private final HeldCount held = new HeldCount();
    private final Renewal renewal;
    private final Orphans orphans;
    private final Wakeups wakeups;
    private final Callbacks callbacks = new Callbacks();
    private volatile boolean closing;

    /**
     * Locks over that connection.
     *
     * @param connection the way to Redis
     * @param settings lease and longest hold
     */
    public RedisLocks(RedisConnection connection, CoordinatorSettings settings) {
        this.connection = connection;
        scripts = new LockScripts(connection.redis(), connection.names());
        timer = connection.timer();
        lease = settings.lockLease();
        renewal = new Renewal(scripts, timer, lease, settings.maxHold());
        orphans = new Orphans(scripts, timer);
        wakeups = new Wakeups(connection, tokens.node());
        connection.listen(() -> {}, () -> {
            // Not on the thread that found Redis well: there may be many.
            var unused = later(orphans::retry, 0);
        });
    }

    @Override
    public Answer<LockOutcome> lock(LockRequest request) throws InterruptedException {
        refuseWhatIsNotBuilt(request);
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before the lock was asked for");
        }
        if (closing) {
            return new Answer.None<>(Failure.CLOSED, false);
        }
        if (request.reentrant()) {
            Optional<HeldLock> outer = LockScope.find(candidate -> isOurs(candidate, request.key()));
            if (outer.isPresent()) {
                return new Answer.Reply<>(new LockOutcome.Granted(new ReenteredLock(outer.get())));
            }
        }
        return new Acquisition(
                        this, request.key(), tokens.next(), Lease.of(request.leaseTime(), lease), request.waitTime())
                .run();
    }

    private boolean isOurs(HeldLock candidate, String key) {
        HeldLock innermost = candidate;
        while (innermost instanceof ReenteredLock nested) {
            innermost = nested.outer();
        }
        return innermost instanceof RedisHeldLock lock
                && lock.belongsTo(this)
                && lock.key().equals(key)
                && lock.isHeld();
    }

    private static void refuseWhatIsNotBuilt(LockRequest request) {
        if (request.keys().size() > 1
                || request.mode() != LockMode.EXCLUSIVE
                || request.fair()
                || !request.minHoldTime().isZero()) {
            throw new UnsupportedOperationException(
                    "Several keys, mode SHARED, fair and minHoldTime are not supported in"
                            + " this version: ask for one exclusive lock");
        }
    }

    @Override
    public Answer<Boolean> release(String key, String token) {
        Answer<Long> answer = scripts.release(key, token);
        if (answer instanceof Answer.Reply<Long> reply) {
            return new Answer.Reply<>(reply.value() == 1);
        }
        orphans.add(key, token);
        return ((Answer.None<Long>) answer).as();
    }

    @Override
    public void close() {
        closing = true;
        wakeups.wakeAll();
        long left = held.awaitNone(CLOSE_NANOS);
        if (left > 0) {
            LOG.warn(
                    "{} locks are still held as the coordinator closes: each lasts in Redis until its lease is over",
                    left);
        }
        if (connection.isAvailable()) {
            orphans.drain(DRAIN_NANOS);
        }
        wakeups.close();
        callbacks.close();
    }

    LockScripts scripts() {
        return scripts;
    }

    Wakeups wakeups() {
        return wakeups;
    }

    Tokens tokens() {
        return tokens;
    }

    RedisHeldLock granted(String key, String token, long fence, Lease granted, long sentNanos) {
        RedisHeldLock lock = new RedisHeldLock(this, key, token, fence, granted, sentNanos);
        held.increment();
        if (granted.renewed()) {
            renewal.add(lock);
        }
        return lock;
    }

    void giveBack(RedisHeldLock lock) {
        renewal.remove(lock);
        Answer<Long> answer = scripts.release(lock.key(), lock.token());
        if (answer instanceof Answer.Reply<Long> reply) {
            lock.tellIfLost(reply.value() == 1);
        } else {
            orphans.add(lock.key(), lock.token());
            lock.tellIfLost(lock.restNanos() > 0);
        }
        held.decrement();
    }

    /** An acquisition whose end is not known. */
    void abandon(String key, String token) {
        orphans.add(key, token);
    }

    /** Looks at a fixed lease when it is about to end; a renewed one is looked at by the renewal. */
    @Nullable
    Future<?> watch(RedisHeldLock lock) {
        return lock.lease().renewed() ? null : later(() -> look(lock), Math.max(lock.restNanos(), 0));
    }

    private void look(RedisHeldLock lock) {
        lock.checkLease();
        if (lock.isHeld()) {
            lock.watchAgain();
        }
    }

    /** Runs an application's reaction to a loss. */
    void run(Runnable action) {
        callbacks.run(action);
    }

    private @Nullable Future<?> later(Runnable task, long nanos) {
        try {
            return timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed before a lock's end could be told", e);
            return null;
        }
    }

    boolean isClosing() {
        return closing;
    }
}
