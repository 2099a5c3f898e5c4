package dev.lockstitch.spi;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.CoordinationInterruptedException;
import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.LockScope;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimitExceededException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What the outcomes mean to a caller in code, where there is neither a body to skip nor an annotation to obey. */
final class InCode {

    private InCode() {}

    static Optional<HeldLock> tryLock(Coordinator coordinator, LockRequest request) {
        return given(lock(coordinator, request.reentrant(false)), request);
    }

    static CompletableFuture<Optional<HeldLock>> tryLockAsync(Coordinator coordinator, LockRequest request) {
        CompletableFuture<LockOutcome> asked = coordinator.lockAsync(request.reentrant(false), Duration.ZERO);
        return new AsyncTry(asked, request).on(coordinator.executor());
    }

    /** Empty means contended, always. */
    static Optional<HeldLock> given(LockOutcome outcome, LockRequest request) {
        if (outcome instanceof LockOutcome.Granted granted) {
            return Optional.of(granted.lock());
        }
        if (outcome instanceof LockOutcome.Contended) {
            return Optional.empty();
        }
        if (outcome instanceof LockOutcome.Unguarded) {
            return Optional.of(new UnguardedLock(request.key()));
        }
        throw refusal(outcome, request);
    }

    static <T> T withLock(Coordinator coordinator, LockRequest request, Callable<T> body) throws Exception {
        LockOutcome outcome = lock(coordinator, request.reentrant(true));
        if (outcome instanceof LockOutcome.Granted granted) {
            return guarded(granted.lock(), body);
        }
        if (outcome instanceof LockOutcome.Unguarded) {
            return body.call();
        }
        throw refusal(outcome, request);
    }

    static <T> CompletableFuture<T> withLockAsync(
            Coordinator coordinator, LockRequest request, Supplier<? extends CompletionStage<T>> body) {
        CompletionStage<T> stage = AsyncHold.run(
                coordinator,
                request.reentrant(false),
                InCodeWork.<CompletionStage<T>>under(request, body, CompletableFuture::failedFuture));
        return stage == null ? CompletableFuture.completedFuture(null) : stage.toCompletableFuture();
    }

    static CoordinationException refusal(LockOutcome outcome, LockRequest request) {
        if (outcome instanceof LockOutcome.Contended contended) {
            return new LockNotAcquiredException(
                    "Lock " + KeyText.shown(request.keys()) + " was held by someone else for all of "
                            + contended.waited().toMillis() + " ms; wait longer, or hold it for a shorter time",
                    request.key(),
                    contended.waited());
        }
        return outcome instanceof LockOutcome.Unavailable unavailable
                ? unavailable.exception()
                : skipped(request.keys());
    }

    private static <T> T guarded(HeldLock lock, Callable<T> body) throws Exception {
        try {
            LockScope scope = LockScope.open(lock);
            try {
                return body.call();
            } finally {
                scope.close();
            }
        } finally {
            TransactionExtent.giveBack(lock);
        }
    }

    static RateLimitDecision tryAcquire(Coordinator coordinator, LimitRequest request) {
        LimitOutcome outcome;
        try {
            outcome = coordinator.limit(request);
        } catch (InterruptedException e) {
            throw interrupted("the limit", List.of(request.limits().get(0).key()), e);
        }
        return decision(outcome, request);
    }

    static CompletableFuture<RateLimitDecision> tryAcquireAsync(Coordinator coordinator, LimitRequest request) {
        CompletableFuture<LimitOutcome> asked = coordinator.limitAsync(request, Duration.ZERO);
        CompletableFuture<RateLimitDecision> result = asked.thenApply(outcome -> decision(outcome, request));
        var unused = result.whenComplete((decision, failure) -> {
            // Also when it was completed from outside, as by orTimeout: nobody waits for the permits any more.
            if (failure != null || !asked.isDone()) {
                Refunds.withdraw(coordinator, asked);
            }
        });
        return result;
    }

    private static RateLimitDecision decision(LimitOutcome outcome, LimitRequest request) {
        if (outcome instanceof LimitOutcome.Decided decided) {
            return decided.decision();
        }
        if (outcome instanceof LimitOutcome.Unguarded unguarded) {
            return unguarded.decision();
        }
        throw refusal(outcome, request);
    }

    /** Of a rejection, and of a call that an outage keeps from running. */
    static CoordinationException refusal(LimitOutcome outcome, LimitRequest request) {
        if (outcome instanceof LimitOutcome.Decided decided) {
            RateLimitDecision decision = decided.decision();
            return new RateLimitExceededException(() -> LimitText.exceeded(decision), decision, false);
        }
        return outcome instanceof LimitOutcome.Unavailable unavailable
                ? unavailable.exception()
                : skipped(List.of(request.limits().get(0).key()));
    }

    private static LockOutcome lock(Coordinator coordinator, LockRequest request) {
        try {
            return coordinator.lock(request);
        } catch (InterruptedException e) {
            throw interrupted("the lock", request.keys(), e);
        }
    }

    private static CoordinationInterruptedException interrupted(
            String what, List<String> keys, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new CoordinationInterruptedException(
                "Interrupted while asking for " + what + " " + KeyText.shown(keys), cause);
    }

    /** In code there is nothing to skip, and neither an empty result nor a refusal would be the truth. */
    private static CoordinationUnavailableException skipped(List<String> keys) {
        return new CoordinationUnavailableException(
                "Redis cannot be used, and under SKIP nothing is given for " + KeyText.shown(keys), null);
    }
}
