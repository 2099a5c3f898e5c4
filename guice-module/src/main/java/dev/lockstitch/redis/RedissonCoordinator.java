package dev.lockstitch.redis;

import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import dev.lockstitch.spi.Reentry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The coordinator that speaks to Redis through Redisson. Bound by {@code LockstitchModule}; thread-safe; close it when the
 * application ends, or its threads keep the JVM alive.
 */
public final class RedissonCoordinator implements Coordinator {

    private final RedisConnection connection;
    private final Locks locks;
    private final Limits limits;
    private final LockTerms lockTerms;
    private final LimitCalls limitCalls;
    private final Runnable onClose;
    private final CallLog calls = new CallLog();

    /**
     * Puts the floors together. Applications use {@code LockstitchModule}.
     *
     * @param connection the connection, closed with this
     * @param locks knows locks, closed with this
     * @param limits knows limits, closed with this
     * @param policy the reaction to an outage where a call does not say
     * @param lockTerms what the application says about its locks
     * @param limitTerms what the application says about its limits
     * @param onClose run first when this is closed
     */
    public RedissonCoordinator(
            RedisConnection connection,
            Locks locks,
            Limits limits,
            OnUnavailable policy,
            LockTerms lockTerms,
            LimitTerms limitTerms,
            Runnable onClose) {
        this.connection = connection;
        this.locks = locks;
        this.limits = limits;
        this.lockTerms = lockTerms;
        this.limitCalls = new LimitCalls(connection, limits, limitTerms, policy, lockTerms.executor(), calls);
        this.onClose = onClose;
    }

    @Override
    public boolean isRedisAvailable() {
        return connection.isAvailable();
    }

    @Override
    public LockOutcome lock(LockRequest asked) throws InterruptedException {
        long start = System.nanoTime();
        LockRequest request = lockTerms.resolve(asked);
        return outcome(request, locks.lock(request), start);
    }

    @Override
    public CompletableFuture<LockOutcome> lockAsync(LockRequest asked, Duration linger) {
        long start = System.nanoTime();
        LockRequest request = lockTerms.resolve(asked);
        CompletableFuture<Answer<LockOutcome>> answer = locks.lockAsync(request, linger);
        CompletableFuture<LockOutcome> outcome = new CompletableFuture<>();
        var unused = outcome.whenComplete((done, error) -> {
            if (outcome.isCancelled()) {
                answer.cancel(false);
            }
        });
        var unusedToo = answer.whenComplete((come, error) -> {
            if (come == null) {
                outcome.completeExceptionally(error == null ? new IllegalStateException("No answer") : error);
            } else if (!outcome.complete(outcome(request, come, start))) {
                giveBack(come);
            }
        });
        return outcome;
    }

    /** Cancelled at the last moment. */
    private void giveBack(Answer<LockOutcome> answer) {
        if (answer instanceof Answer.Reply<LockOutcome> reply && reply.value() instanceof LockOutcome.Granted granted) {
            locks.elsewhere(granted.lock()::close);
        }
    }

    @Override
    public Executor executor() {
        return lockTerms.executor();
    }

    @Override
    public Executor errands() {
        return locks::elsewhere;
    }

    private LockOutcome outcome(LockRequest request, Answer<LockOutcome> answer, long start) {
        if (answer instanceof Answer.Reply<LockOutcome> reply) {
            tell(request, reply.value(), start);
            return reply.value();
        }
        Failure failure = ((Answer.None<LockOutcome>) answer).failure();
        calls.tell("Lock", request.key(), failure);
        if (failure.kind() == Failure.Kind.SATURATED || failure.kind() == Failure.Kind.UNANSWERED) {
            // Redis is well: nobody enters beside a holder because of our own troubles.
            LockOutcome contended = new LockOutcome.Contended(Duration.ofNanos(System.nanoTime() - start));
            tell(request, contended, start);
            return contended;
        }
        connection.countUncoordinated();
        return switch (limitCalls.policy(request.onUnavailable(), failure)) {
            case FAIL ->
                new LockOutcome.Unavailable(LimitCalls.unavailable("Lock " + KeyText.shown(request.key()), failure));
            case SKIP -> new LockOutcome.Skipped();
            default -> {
                lockTerms.events().unguarded(request);
                yield new LockOutcome.Unguarded();
            }
        };
    }

    private void tell(LockRequest request, LockOutcome outcome, long start) {
        if (outcome instanceof LockOutcome.Granted granted) {
            if (granted.lock() instanceof Reentry) {
                return;
            }
            lockTerms.events().acquired(request, System.nanoTime() - start);
        } else if (outcome instanceof LockOutcome.Contended contended) {
            lockTerms.events().contended(request, contended.waited());
        }
    }

    @Override
    public LimitOutcome limit(LimitRequest request) throws InterruptedException {
        return limitCalls.decide(request);
    }

    @Override
    public CompletableFuture<LimitOutcome> limitAsync(LimitRequest request, Duration linger) {
        return limitCalls.decideAsync(request, linger);
    }

    @Override
    public CompletableFuture<Boolean> refundAsync(RateLimitDecision decision) {
        return limits.refund(decision);
    }

    @Override
    public boolean release(String key, String token) {
        Answer<Boolean> answer = locks.release(key, token);
        if (answer instanceof Answer.Reply<Boolean> reply) {
            return reply.value();
        }
        throw LimitCalls.unavailable(
                "The release of lock " + KeyText.shown(key) + ", which is tried again when Redis is back,",
                ((Answer.None<Boolean>) answer).failure());
    }

    @Override
    public void close() {
        onClose.run();
        // Who waits for permits may hold a lock meanwhile.
        limits.close();
        locks.close();
        connection.close();
        lockTerms.close();
    }
}
