package dev.lockstitch.redis;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * The coordinator that speaks to Redis through Redisson. Bound by {@code LockstitchModule}; thread-safe; close it when the
 * application ends, or its threads keep the JVM alive.
 */
public final class RedissonCoordinator implements Coordinator {

    private final RedisConnection connection;
    private final Locks locks;
    private final Limits limits;
    private final OnUnavailable policy;
    private final Runnable onClose;
    private final CallLog calls = new CallLog();

    /**
     * Puts the floors together. Applications use {@code LockstitchModule}.
     *
     * @param connection the connection, closed with this
     * @param locks knows locks, closed with this
     * @param limits knows limits
     * @param policy the reaction to an outage where a call does not say
     * @param onClose run first when this is closed
     */
    public RedissonCoordinator(
            RedisConnection connection, Locks locks, Limits limits, OnUnavailable policy, Runnable onClose) {
        this.connection = connection;
        this.locks = locks;
        this.limits = limits;
        this.policy = policy;
        this.onClose = onClose;
    }

    @Override
    public boolean isRedisAvailable() {
        return connection.isAvailable();
    }

    @Override
    public LockOutcome lock(LockRequest request) throws InterruptedException {
        long start = System.nanoTime();
        Answer<LockOutcome> answer = locks.lock(request);
        if (answer instanceof Answer.Reply<LockOutcome> reply) {
            return reply.value();
        }
        Failure failure = ((Answer.None<LockOutcome>) answer).failure();
        calls.tell("Lock", request.key(), failure);
        if (failure.kind() == Failure.Kind.SATURATED || failure.kind() == Failure.Kind.UNANSWERED) {
            // Redis is well: nobody enters beside a holder because of our own troubles.
            return new LockOutcome.Contended(Duration.ofNanos(System.nanoTime() - start));
        }
        connection.countUncoordinated();
        return switch (policy(request.onUnavailable(), failure)) {
            case FAIL -> new LockOutcome.Unavailable(unavailable("Lock " + KeyText.shown(request.key()), failure));
            case SKIP -> new LockOutcome.Skipped();
            default -> new LockOutcome.Unguarded();
        };
    }

    @Override
    public CompletableFuture<LockOutcome> lockAsync(LockRequest request, Duration linger) {
        throw new UnsupportedOperationException("Locks are not taken without blocking in this version; use lock");
    }

    @Override
    public Executor executor() {
        return ForkJoinPool.commonPool();
    }

    @Override
    public LimitOutcome limit(LimitRequest request) throws InterruptedException {
        Answer<RateLimitDecision> answer = limits.decide(request.limits());
        if (answer instanceof Answer.Reply<RateLimitDecision> reply) {
            return new LimitOutcome.Decided(reply.value());
        }
        Failure failure = ((Answer.None<RateLimitDecision>) answer).failure();
        calls.tell("Limit", request.limits().get(0).key(), failure);
        connection.countUncoordinated();
        return switch (policy(request.onUnavailable(), failure)) {
            case FAIL ->
                new LimitOutcome.Unavailable(unavailable(
                        "Limit " + KeyText.shown(request.limits().get(0).key()), failure));
            case SKIP -> new LimitOutcome.Skipped();
            default -> new LimitOutcome.Unguarded(limits.unenforced());
        };
    }

    @Override
    public boolean release(String key, String token) {
        Answer<Boolean> answer = locks.release(key, token);
        if (answer instanceof Answer.Reply<Boolean> reply) {
            return reply.value();
        }
        throw unavailable(
                "The release of lock " + KeyText.shown(key) + ", which is tried again when Redis is back,",
                ((Answer.None<Boolean>) answer).failure());
    }

    @Override
    public void close() {
        onClose.run();
        locks.close();
        connection.close();
    }

    /** To close is no outage: who waits then must not enter beside those who hold the lock elsewhere. */
    private OnUnavailable policy(OnUnavailable asked, Failure failure) {
        if (failure.kind() == Failure.Kind.CLOSED) {
            return OnUnavailable.FAIL;
        }
        if (asked == OnUnavailable.LOCAL) {
            throw new UnsupportedOperationException(
                    "onUnavailable = LOCAL is not supported in this version; use PROCEED, SKIP or FAIL");
        }
        return asked == OnUnavailable.DEFAULT ? policy : asked;
    }

    /** Without a cause: what Redisson throws carries raw keys. */
    private static CoordinationUnavailableException unavailable(String what, Failure failure) {
        return new CoordinationUnavailableException(
                what + " cannot be coordinated because Redis cannot be used: " + failure.text(), null);
    }
}
