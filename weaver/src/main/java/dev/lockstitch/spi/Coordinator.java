package dev.lockstitch.spi;

import dev.lockstitch.CoordinationInterruptedException;
import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitDecision;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Grants locks and permits across servers. The advice of woven methods and applications alike go through it; thread-safe.
 *
 * <p>Keys given in code are taken as they are; they meet the keys rendered from annotations: {@code "order:42"} here and
 * {@code "order:{id}"} with 42 there are the same lock.
 *
 * <p>An outage is never told as contention, nor contention as an outage.
 */
public interface Coordinator extends AutoCloseable {

    /** How long {@link #withLock(String, Callable)} waits for its lock. */
    Duration DEFAULT_WAIT = Duration.ofSeconds(5);

    /**
     * Whether calls are coordinated now. Local and instant.
     *
     * @return false while Redis cannot be used, before the first contact and after close
     */
    boolean isRedisAvailable();

    /**
     * Asks for a lock and waits for it as long as the request says.
     *
     * @param request what is asked
     * @return what came of it; a granted lock is the caller's to close
     * @throws InterruptedException when the thread was interrupted before or during the wait; nothing is left locked
     */
    LockOutcome lock(LockRequest request) throws InterruptedException;

    /**
     * Asks for a lock without blocking the thread while others hold it.
     *
     * @param request what is asked; never re-entrant
     * @param linger how long the calling thread may wait for the very first answer, so that the body of a call whose lock
     *     is free need not change threads; zero: not at all
     * @return completes with what came of it, never exceptionally but for an {@link IllegalArgumentException} of a wrong
     *     request; on any thread, which must not be held up. To cancel it before the lock is granted withdraws the
     *     request; nothing is left locked
     */
    CompletableFuture<LockOutcome> lockAsync(LockRequest request, Duration linger);

    /**
     * Where the bodies of calls run that had to wait without blocking.
     *
     * @return the executor; not a thread of Redisson's or Netty's
     */
    Executor executor();

    /**
     * Where locks are given back whose work has ended on a thread that must not block. Never behind bodies, which may take
     * their time, or wait for that very lock.
     *
     * @return an executor for short tasks; {@link #executor()} unless there is a better one
     */
    default Executor errands() {
        return executor();
    }

    /**
     * Decides about permits: all limits of the request or none.
     *
     * @param request what is asked
     * @return what came of it
     * @throws InterruptedException when the thread was interrupted before or during the decision
     */
    LimitOutcome limit(LimitRequest request) throws InterruptedException;

    /**
     * Decides about permits without blocking the thread, and completes when the call may begin: after its wait, if it has
     * one.
     *
     * @param request what is asked
     * @param linger how long the calling thread may wait for the decision, so that the body of a call that need not wait
     *     for its permits need not change threads; zero: not at all
     * @return what came of it; complete at once, or later on {@link #executor()}; never exceptionally but for an
     *     {@link IllegalArgumentException} of a wrong request. To cancel it gives the permits back
     */
    CompletableFuture<LimitOutcome> limitAsync(LimitRequest request, Duration linger);

    /**
     * Gives back the permits that a granted call took, because nothing came of it. Never above the burst, and once: the
     * second time, and for a decision that took nothing, does nothing.
     *
     * @param decision a decision of this coordinator, in this JVM
     * @return completes with whether they were given back now; false too when Redis did not confirm it. Never
     *     exceptionally, and on any thread
     */
    CompletableFuture<Boolean> refundAsync(RateLimitDecision decision);

    /**
     * As {@link #refundAsync}, waiting for the confirmation, at most for the decision budget.
     *
     * @param decision a decision of this coordinator, in this JVM
     * @return whether the permits were given back now
     */
    default boolean refund(RateLimitDecision decision) {
        return refundAsync(decision).join();
    }

    /**
     * Gives back a lock that was acquired elsewhere.
     *
     * @param key the lock's {@link HeldLock#key()}
     * @param token its {@link HeldLock#token()}
     * @return whether that token held the lock until now
     * @throws CoordinationUnavailableException when Redis did not confirm; the release is tried again when it is back
     * @throws CoordinationInterruptedException when interrupted; the release is tried again in the background
     */
    boolean release(String key, String token);

    /** Undoes the handoff to the aspects, refuses new calls, waits up to two seconds for held locks to be given back, and
     * ends the threads and connections of this coordinator. A lock that is held longer lasts until its lease is over. */
    @Override
    void close();

    /**
     * Asks for a lock whose lease is renewed until it is closed. Not re-entrant.
     *
     * @param key the key
     * @param waitTime how long to wait, from zero to 365 days
     * @return the lock, to be closed; empty means contended, always. While Redis cannot be used and the module says
     *     {@code PROCEED}: a lock whose {@link HeldLock#isHeld()} is false
     * @throws CoordinationUnavailableException when Redis cannot be used and the module says {@code FAIL} or {@code SKIP}
     * @throws CoordinationInterruptedException when interrupted; the thread's flag is set
     */
    default Optional<HeldLock> tryLock(String key, Duration waitTime) {
        return InCode.tryLock(this, LockRequest.of(key).waitTime(waitTime));
    }

    /**
     * Asks for a lock with a fixed lease, which is never renewed. Not re-entrant.
     *
     * @param key the key
     * @param waitTime how long to wait, from zero to 365 days
     * @param leaseTime how long the lock lasts, from 10 milliseconds to 365 days
     * @return as {@link #tryLock(String, Duration)}
     * @throws CoordinationUnavailableException as {@link #tryLock(String, Duration)}
     * @throws CoordinationInterruptedException when interrupted; the thread's flag is set
     */
    default Optional<HeldLock> tryLock(String key, Duration waitTime, Duration leaseTime) {
        return InCode.tryLock(this, LockRequest.of(key).waitTime(waitTime).leaseTime(leaseTime));
    }

    /**
     * Asks for a lock with all that can be said about it. Not re-entrant.
     *
     * @param request what is asked
     * @return as {@link #tryLock(String, Duration)}
     * @throws CoordinationUnavailableException when Redis cannot be used and the reaction is {@code FAIL} or {@code SKIP}
     * @throws CoordinationInterruptedException when interrupted; the thread's flag is set
     */
    default Optional<HeldLock> tryLock(LockRequest request) {
        return InCode.tryLock(this, request);
    }

    /**
     * As {@link #tryLock(String, Duration)}, without blocking.
     *
     * @param key the key
     * @param waitTime how long to wait, from zero to 365 days
     * @return as {@link #tryLockAsync(LockRequest)}
     */
    default CompletableFuture<Optional<HeldLock>> tryLockAsync(String key, Duration waitTime) {
        return tryLockAsync(LockRequest.of(key).waitTime(waitTime));
    }

    /**
     * As {@link #tryLock(String, Duration, Duration)}, without blocking.
     *
     * @param key the key
     * @param waitTime how long to wait, from zero to 365 days
     * @param leaseTime how long the lock lasts, from 10 milliseconds to 365 days
     * @return as {@link #tryLockAsync(LockRequest)}
     */
    default CompletableFuture<Optional<HeldLock>> tryLockAsync(String key, Duration waitTime, Duration leaseTime) {
        return tryLockAsync(LockRequest.of(key).waitTime(waitTime).leaseTime(leaseTime));
    }

    /**
     * Asks for a lock without blocking. Not re-entrant.
     *
     * @param request what is asked
     * @return completes on {@link #executor()}: with the lock, to be closed; empty means contended, always; while Redis
     *     cannot be used and calls are to proceed, a lock whose {@link HeldLock#isHeld()} is false, and else a
     *     {@link CoordinationUnavailableException}. Once it is complete otherwise, as by cancelling it, the request is
     *     withdrawn and a lock that comes all the same is given back
     */
    default CompletableFuture<Optional<HeldLock>> tryLockAsync(LockRequest request) {
        return InCode.tryLockAsync(this, request);
    }

    /**
     * Runs the body under a lock, waiting 5 seconds for it. Re-entrant, and the lock is {@link HeldLock#current()}
     * meanwhile. While Redis cannot be used the body runs unguarded when the module says {@link OnUnavailable#PROCEED}.
     *
     * @param key the key
     * @param body what to do
     * @param <T> the body's result
     * @return the body's result
     * @throws LockNotAcquiredException when the lock was not free in time
     * @throws CoordinationUnavailableException when Redis cannot be used and the module says {@code FAIL} or {@code SKIP}
     * @throws CoordinationInterruptedException when interrupted while waiting; the thread's flag is set
     * @throws Exception whatever the body throws, as it is
     */
    default <T> T withLock(String key, Callable<T> body) throws Exception {
        return withLock(key, DEFAULT_WAIT, body);
    }

    /**
     * Runs the body under a lock, waiting for it as long as is said; else as {@link #withLock(String, Callable)}.
     *
     * @param key the key
     * @param waitTime how long to wait, from zero to 365 days
     * @param body what to do
     * @param <T> the body's result
     * @return the body's result
     * @throws Exception whatever the body throws, and as {@link #withLock(String, Callable)}
     */
    default <T> T withLock(String key, Duration waitTime, Callable<T> body) throws Exception {
        return InCode.withLock(this, LockRequest.of(key).waitTime(waitTime), body);
    }

    /**
     * Runs the body under a lock with all that can be said about it; else as {@link #withLock(String, Callable)}.
     *
     * @param request what is asked
     * @param body what to do
     * @param <T> the body's result
     * @return the body's result
     * @throws Exception whatever the body throws, and as {@link #withLock(String, Callable)}
     */
    default <T> T withLock(LockRequest request, Callable<T> body) throws Exception {
        return InCode.withLock(this, request, body);
    }

    /**
     * As {@link #withLockAsync(LockRequest, Supplier)}, waiting 5 seconds for the lock.
     *
     * @param key the key
     * @param body what to do
     * @param <T> what the body's stage yields
     * @return as {@link #withLockAsync(LockRequest, Supplier)}
     */
    default <T> CompletableFuture<T> withLockAsync(String key, Supplier<? extends CompletionStage<T>> body) {
        return withLockAsync(LockRequest.of(key), body);
    }

    /**
     * Runs the body under a lock that is held until the body's stage is complete. Waiting blocks no thread, but for up to
     * 20 ms in which the first answer may come, so that the body runs on this thread when the lock is free; else it runs
     * on {@link #executor()}. Not re-entrant. While the body makes its stage, the lock is {@link HeldLock#current()}.
     *
     * @param request what is asked
     * @param body what to do
     * @param <T> what the body's stage yields
     * @return completes as the body's stage does, after the lock was given back, and with null when the body gives none;
     *     fails with {@link LockNotAcquiredException} when the lock was not free in time, with
     *     {@link CoordinationUnavailableException} when Redis cannot be used and the reaction is {@code FAIL} or
     *     {@code SKIP}, and with what a body throws that runs later: on this thread it is thrown as it is. To cancel it
     *     withdraws the request, or cancels the body's future
     */
    default <T> CompletableFuture<T> withLockAsync(LockRequest request, Supplier<? extends CompletionStage<T>> body) {
        return InCode.withLockAsync(this, request, body);
    }

    /**
     * Takes permits of a limit that stands in code. Its name is empty, so that it never meets one of an annotation: its key
     * alone tells it from others. Two limits with different numbers must not share a key: a call under the one whose burst
     * comes back sooner cuts what is owed under the other to that burst. Give each a key of its own, or names through
     * {@link LimitRequest.Part}.
     *
     * @param key the key; under each one limit alone
     * @param limit the limit
     * @param cost the permits to take: 0 passes and reads the state, more than the burst is rejected for good
     * @return the decision; granted and not enforced while Redis cannot be used and the module says {@code PROCEED}
     * @throws CoordinationUnavailableException when Redis cannot be used and the module says {@code FAIL} or {@code SKIP}
     * @throws CoordinationInterruptedException when interrupted; the thread's flag is set
     * @throws IllegalArgumentException when the cost is negative
     */
    default RateLimitDecision tryAcquire(String key, Limit limit, long cost) {
        return tryAcquire(LimitRequest.of(key, limit).cost(cost));
    }

    /**
     * Takes permits of one limit or several, all or nothing, and waits for them as long as the request says.
     *
     * @param request what is asked
     * @return as {@link #tryAcquire(String, Limit, long)}
     * @throws CoordinationUnavailableException when Redis cannot be used and the reaction is {@code FAIL} or {@code SKIP}
     * @throws CoordinationInterruptedException when interrupted; the thread's flag is set, and the permits are given back
     */
    default RateLimitDecision tryAcquire(LimitRequest request) {
        return InCode.tryAcquire(this, request);
    }

    /**
     * As {@link #tryAcquire(String, Limit, long)}, without blocking.
     *
     * @param key the key
     * @param limit the limit
     * @param cost the permits to take
     * @return as {@link #tryAcquireAsync(LimitRequest)}
     */
    default CompletableFuture<RateLimitDecision> tryAcquireAsync(String key, Limit limit, long cost) {
        return tryAcquireAsync(LimitRequest.of(key, limit).cost(cost));
    }

    /**
     * As {@link #tryAcquire(LimitRequest)}, without blocking.
     *
     * @param request what is asked
     * @return completes on {@link #executor()}, when the permits are there: with the decision, or a
     *     {@link CoordinationUnavailableException}. To cancel it gives the permits back
     */
    default CompletableFuture<RateLimitDecision> tryAcquireAsync(LimitRequest request) {
        return InCode.tryAcquireAsync(this, request);
    }
}
