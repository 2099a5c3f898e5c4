package dev.lockstitch.weaver;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.LockScope;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import dev.lockstitch.spi.TransactionExtent;
import dev.lockstitch.spi.Wiring;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/** Runs a call whose work is done when it returns. */
final class SyncLocking {

    private SyncLocking() {}

    static @Nullable Object run(LockPlan plan, ProceedingJoinPoint call, Wiring wiring) throws Throwable {
        LockRequest request = plan.request(call, wiring);
        LockOutcome outcome = ask(plan, request, wiring);
        if (outcome instanceof LockOutcome.Granted granted) {
            return guarded(granted.lock(), call);
        }
        if (outcome instanceof LockOutcome.Unguarded) {
            return call.proceed();
        }
        CoordinationException refusal = Refusal.of(outcome, plan, request);
        return refusal == null ? plan.reply().nothing() : plan.fallback().insteadOf(refusal, call);
    }

    private static LockOutcome ask(LockPlan plan, LockRequest request, Wiring wiring) throws Exception {
        try {
            return wiring.coordinator().lock(request);
        } catch (InterruptedException e) {
            throw plan.reply().interrupted("lock " + KeyText.shown(request.keys()), e);
        }
    }

    private static @Nullable Object guarded(HeldLock lock, ProceedingJoinPoint call) throws Throwable {
        // Not try-with-resources: whatever the body throws comes out untouched, without anything added to it.
        try {
            LockScope scope = LockScope.open(lock);
            try {
                return call.proceed();
            } finally {
                scope.close();
            }
        } finally {
            TransactionExtent.giveBack(lock);
        }
    }
}
