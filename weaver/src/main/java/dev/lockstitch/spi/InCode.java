package dev.lockstitch.spi;

import dev.lockstitch.CoordinationInterruptedException;
import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.LockScope;
import dev.lockstitch.RateLimitDecision;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What the outcomes mean to a caller in code, where there is neither a body to skip nor an annotation to obey. */
final class InCode {

    private InCode() {}

    static Optional<HeldLock> tryLock(Coordinator coordinator, LockRequest request) {
        LockOutcome outcome = lock(coordinator, request);
        if (outcome instanceof LockOutcome.Granted granted) {
            return Optional.of(granted.lock());
        }
        if (outcome instanceof LockOutcome.Contended) {
            return Optional.empty();
        }
        if (outcome instanceof LockOutcome.Unguarded) {
            return Optional.of(new UnguardedLock(request.key()));
        }
        throw unavailable(outcome, request.key());
    }

    static <T> T withLock(Coordinator coordinator, LockRequest request, Callable<T> body) throws Exception {
        LockOutcome outcome = lock(coordinator, request);
        if (outcome instanceof LockOutcome.Granted granted) {
            try (HeldLock lock = granted.lock();
                    LockScope scope = LockScope.open(lock)) {
                return body.call();
            }
        }
        if (outcome instanceof LockOutcome.Contended contended) {
            throw new LockNotAcquiredException(
                    "Lock " + KeyText.shown(request.key()) + " was held by someone else for all of "
                            + contended.waited().toMillis() + " ms; wait longer, or hold it for a shorter time",
                    request.key(),
                    contended.waited());
        }
        if (outcome instanceof LockOutcome.Unguarded) {
            return body.call();
        }
        throw unavailable(outcome, request.key());
    }

    static RateLimitDecision tryAcquire(Coordinator coordinator, LimitRequest request) {
        LimitOutcome outcome;
        try {
            outcome = coordinator.limit(request);
        } catch (InterruptedException e) {
            throw interrupted("the limit", request.limits().get(0).key(), e);
        }
        if (outcome instanceof LimitOutcome.Decided decided) {
            return decided.decision();
        }
        if (outcome instanceof LimitOutcome.Unguarded unguarded) {
            return unguarded.decision();
        }
        if (outcome instanceof LimitOutcome.Unavailable unavailable) {
            throw unavailable.exception();
        }
        throw skipped(request.limits().get(0).key());
    }

    private static LockOutcome lock(Coordinator coordinator, LockRequest request) {
        try {
            return coordinator.lock(request);
        } catch (InterruptedException e) {
            throw interrupted("the lock", request.key(), e);
        }
    }

    private static CoordinationInterruptedException interrupted(String what, String key, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new CoordinationInterruptedException(
                "Interrupted while asking for " + what + " " + KeyText.shown(key), cause);
    }

    private static CoordinationUnavailableException unavailable(LockOutcome outcome, String key) {
        return outcome instanceof LockOutcome.Unavailable unavailable ? unavailable.exception() : skipped(key);
    }

    /** In code there is nothing to skip, and neither an empty result nor a refusal would be the truth. */
    private static CoordinationUnavailableException skipped(String key) {
        return new CoordinationUnavailableException(
                "Redis cannot be used, and under SKIP nothing is given for " + KeyText.shown(key), null);
    }
}
