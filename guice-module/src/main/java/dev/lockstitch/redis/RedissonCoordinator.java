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

/**
 * The coordinator that speaks to Redis through Redisson. Bound by {@code LockstitchModule}; thread-safe; close it when the
 * application ends, or its threads keep the JVM alive.
 */
public final class RedissonCoordinator implements Coordinator {

    private final RedisConnection connection;
    private final Locks locks;
    private final Limits limits;
    private final OnUnavailable policy;
    private final LockTerms lockTerms;
    private final Runnable onClose;
    private final CallLog calls = new CallLog();

    /**
     * Puts the floors together. Applications use {@code LockstitchModule}.
     *
     * @param connection the connection, closed with this
     * @param locks knows locks, closed with this
     * @param limits knows limits
     * @param policy the reaction to an outage where a call does not say
     * @param lockTerms what the application says about its locks
     * @param onClose run first when this is closed
     */
    public RedissonCoordinator(
            RedisConnection connection,
            Locks locks,
            Limits limits,
            OnUnavailable policy,
            LockTerms lockTerms,
            Runnable onClose) {
        this.connection = connection;
        this.locks = locks;
        this.limits = limits;
        this.policy = policy;
        this.lockTerms = lockTerms;
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
            lockTerms.executor().execute(granted.lock()::close);
        }
    }

    @Override
    public Executor executor() {
        return lockTerms.executor();
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
        return switch (policy(request.onUnavailable(), failure)) {
            case FAIL -> new LockOutcome.Unavailable(unavailable("Lock " + KeyText.shown(request.key()), failure));
            case SKIP -> new LockOutcome.Skipped();
            default -> {
                lockTerms.events().unguarded(request);
                yield new LockOutcome.Unguarded();
            }
        };
    }

    private void tell(LockRequest request, LockOutcome outcome, long start) {
        if (outcome instanceof LockOutcome.Granted) {
            lockTerms.events().acquired(request, System.nanoTime() - start);
        } else if (outcome instanceof LockOutcome.Contended contended) {
            lockTerms.events().contended(request, contended.waited());
        }
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
        return switch (limitPolicy(request.onUnavailable(), failure)) {
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
        lockTerms.close();
    }

    /** To close is no outage: who waits then must not enter beside those who hold the lock elsewhere. */
    private OnUnavailable policy(OnUnavailable asked, Failure failure) {
        if (failure.kind() == Failure.Kind.CLOSED) {
            return OnUnavailable.FAIL;
        }
        return asked == OnUnavailable.DEFAULT ? policy : asked;
    }

    /** A module may say LOCAL for the sake of its locks: limits then proceed. */
    private OnUnavailable limitPolicy(OnUnavailable asked, Failure failure) {
        if (asked == OnUnavailable.LOCAL) {
            throw new UnsupportedOperationException(
                    "onUnavailable = LOCAL is not supported for limits in this version; use PROCEED, SKIP or FAIL");
        }
        return policy(asked, failure);
    }

    /** Without a cause: what Redisson throws carries raw keys. */
    private static CoordinationUnavailableException unavailable(String what, Failure failure) {
        return new CoordinationUnavailableException(
                what + " cannot be coordinated because Redis cannot be used: " + failure.text(), null);
    }
}
