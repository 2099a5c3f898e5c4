package dev.lockstitch.redis.lock;

import dev.lockstitch.HeldLock;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.Failure;
import dev.lockstitch.redis.Link;
import dev.lockstitch.redis.LockEvents;
import dev.lockstitch.redis.Locks;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import dev.lockstitch.spi.Muted;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Locks in Redis. Thread-safe. */
public final class RedisLocks implements Locks {

    private static final Logger LOG = LoggerFactory.getLogger(RedisLocks.class);

    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Link connection;
    private final LockEvents events;
    private final LockScripts scripts;
    private final ScheduledExecutorService timer;
    private final CoordinatorSettings settings;
    private final LocalKeys local = new LocalKeys();
    private final Tokens tokens = new Tokens();
    private final HeldCount held = new HeldCount();
    private final Succession succession;
    private final GivingBack givingBack = new GivingBack(this);
    private final Renewal renewal;
    private final Orphans orphans;
    private final Wakeups wakeups;
    private final Callbacks callbacks = new Callbacks("lockstitch-callback");
    private final Callbacks errands = new Callbacks("lockstitch-release");
    private volatile boolean closing;

    /**
     * Locks over that connection.
     *
     * @param connection the way to Redis
     * @param settings lease, longest hold and reaction to an outage
     * @param events whom to tell what becomes of locks
     */
    public RedisLocks(Link connection, CoordinatorSettings settings, LockEvents events) {
        this.connection = connection;
        this.settings = settings;
        this.events = events;
        scripts = new LockScripts(connection.redis(), connection.names());
        timer = connection.timer();
        renewal = new Renewal(scripts, timer, settings.lockLease(), settings.maxHold());
        orphans = new Orphans(scripts, timer, this::released, System::nanoTime);
        wakeups = new Wakeups(connection, tokens.node());
        connection.listen(this::signalAll, () -> {
            // Not on the thread that found Redis well: there may be many.
            var unused = later(orphans::retry, 0);
            signalAll();
        });
        succession = new Succession(this, scripts);
        connection.onFailover(succession::takesPlace);
    }

    @Override
    public Answer<LockOutcome> lock(LockRequest request) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before the lock was asked for");
        }
        if (closing) {
            return new Answer.None<>(Failure.CLOSED, false);
        }
        return request.keys().size() == 1
                ? lock(request, request.key(), 0, deadline(request))
                : new Several(this, request).lock();
    }

    /** One key, entered again where this thread has it. */
    Answer<LockOutcome> lock(LockRequest request, String key, long floor, long deadlineNanos)
            throws InterruptedException {
        HeldLock entered = request.reentrant() ? Reentrance.find(this, key, request.mode()) : null;
        return entered != null
                ? new Answer.Reply<>(new LockOutcome.Granted(entered))
                : new BlockingAcquisition(this, Wanted.of(this, request, key, floor, deadlineNanos)).run();
    }

    @Override
    public CompletableFuture<Answer<LockOutcome>> lockAsync(LockRequest request, Duration linger) {
        return closing
                ? CompletableFuture.completedFuture(new Answer.None<>(Failure.CLOSED, false))
                : new AsyncLocking(this, request).start(linger);
    }

    static long deadline(LockRequest request) {
        return System.nanoTime() + request.waitTime().toNanos();
    }

    @Override
    public Answer<Boolean> release(String key, String token) {
        Answer<Boolean> answer = new Answer.Reply<>(false);
        for (String each : Tokens.each(token)) {
            Answer<Long> one = scripts.release(scripts.names(key), each, 0, 0);
            if (one instanceof Answer.Reply<Long> reply) {
                if (reply.value() == 1) {
                    released(key, each);
                    answer = new Answer.Reply<>(true);
                }
            } else {
                orphans.add(key, each, 0);
                answer = isYes(answer) ? answer : ((Answer.None<Long>) one).as();
            }
        }
        return answer;
    }

    private static boolean isYes(Answer<Boolean> answer) {
        return answer instanceof Answer.Reply<Boolean> reply && reply.value();
    }

    @Override
    public void close() {
        closing = true;
        signalAll();
        long left = held.awaitNone(CLOSE_NANOS);
        if (left > 0) {
            LOG.warn(
                    "{} locks are still held as the coordinator closes: each lasts in Redis until its lease is over",
                    left);
        }
        orphans.drain(DRAIN_NANOS);
        wakeups.close();
        callbacks.close();
        errands.close();
    }

    /** Whoever waits looks again: Redis is gone or back, or we close. */
    private void signalAll() {
        local.signalAll();
        wakeups.signalAll();
    }

    LockScripts scripts() {
        return scripts;
    }

    LockEvents events() {
        return events;
    }

    LocalKeys local() {
        return local;
    }

    Wakeups wakeups() {
        return wakeups;
    }

    Tokens tokens() {
        return tokens;
    }

    Lease leaseFor(LockRequest request) {
        return Lease.of(request.leaseTime(), settings.lockLease(), request.minHoldTime());
    }

    /** Whether such a call is to be coordinated inside this JVM while Redis cannot be used. */
    boolean goesLocal(LockRequest request) {
        OnUnavailable asked = request.onUnavailable();
        return (asked == OnUnavailable.DEFAULT ? settings.onUnavailable() : asked) == OnUnavailable.LOCAL;
    }

    @Nullable
    Failure refusal(List<String> names) {
        return connection.redis().refusal(names);
    }

    /** Called by those who wait without asking Redis: an outage is to be noticed all the same. */
    void lookForLife(List<String> names) {
        connection.redis().lookForLife(names);
    }

    /** A hold of this node begins. */
    void add(Hold hold) {
        if (hold.lease().renewed()) {
            renewal.add(hold);
        }
    }

    /** A hold of this node ends. */
    void remove(Hold hold) {
        if (hold.lease().renewed()) {
            renewal.remove(hold);
        }
    }

    /** A hold that nobody of this node wants. */
    void drop(Hold hold) {
        remove(hold);
        abandon(hold, 0);
        hold.dismiss();
    }

    /** A caller has its lock. */
    void granted() {
        held.increment();
    }

    void giveBack(RedisHeldLock lock) {
        givingBack.done(lock);
    }

    /** A caller is done with its lock. */
    void done(Acquisition by, long heldNanos) {
        held.decrement();
        local.leave(by.wanted().key(), by.local());
        if (by.wanted().request().keys().size() == 1) {
            events.released(by.wanted().request(), heldNanos);
        }
    }

    /** A token was given back, as far as is known. */
    void released(String key, String token) {
        succession.released(key, token);
    }

    /** A token that nobody wants any more, of whose requests so many got no answer. */
    void abandon(String key, String token, int unheard) {
        orphans.add(key, token, unheard);
    }

    /** What may be held yet, is to be kept for so long from now, and may be taken again by what was not heard of. */
    void abandon(Hold hold, long keepMillis) {
        int unheard = hold.unheard() > 0 ? hold.unheard() + 1 : 0;
        orphans.add(hold.key(), hold.token(), unheard, keepMillis, hold.usedFence());
    }

    /** Looks at a fixed lease when it is about to end; a renewed one is looked at by the renewal. */
    @Nullable
    Future<?> watch(RedisHeldLock lock) {
        Hold hold = lock.hold();
        return hold.lease().renewed() ? null : later(() -> look(lock), Math.max(hold.restNanos(), 0));
    }

    private void look(RedisHeldLock lock) {
        lock.hold().checkLease();
        if (lock.isHeld()) {
            lock.watchAgain();
        }
    }

    /** Runs an application's reaction to a loss. */
    void run(Runnable action) {
        if (!callbacks.run(action)) {
            LOG.warn("A lock was lost as the coordinator closed: its onLost action was not run");
        }
    }

    @Override
    public void elsewhere(Runnable errand) {
        if (!errands.run(errand)) {
            Thread last = new Thread(errand, "lockstitch-release");
            last.setDaemon(true);
            last.start();
        }
    }

    @Nullable
    Future<?> later(Runnable task, long nanos) {
        try {
            return timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed before a timer could be set", Muted.of(e));
            return null;
        }
    }

    boolean isClosing() {
        return closing;
    }

    HeldCount held() {
        return held;
    }
}
