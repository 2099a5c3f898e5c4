package dev.lockstitch.weaver;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.LockScope;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.Wiring;
import org.jspecify.annotations.Nullable;

/** Runs a call under its lock, or does what the plan says when there is none. */
final class LockAdvice {

    private final Wiring wiring;

    LockAdvice(Wiring wiring) {
        this.wiring = wiring;
    }

    @Nullable
    Object run(LockPlan plan, Call call) throws Throwable {
        String key = plan.key().render(call.target(), call.args(), wiring.variables());
        LockOutcome outcome = ask(plan, key);
        if (outcome instanceof LockOutcome.Granted granted) {
            return guarded(granted.lock(), call);
        }
        if (outcome instanceof LockOutcome.Unguarded) {
            return call.proceed();
        }
        if (outcome instanceof LockOutcome.Contended contended) {
            return contended(plan, key, contended, call);
        }
        if (outcome instanceof LockOutcome.Unavailable unavailable) {
            return plan.fallback().insteadOf(unavailable.exception(), call);
        }
        return plan.reply().skipped();
    }

    private LockOutcome ask(LockPlan plan, String key) throws Exception {
        try {
            return wiring.coordinator().lock(plan.request(key));
        } catch (InterruptedException e) {
            throw plan.reply().interrupted("lock " + KeyText.shown(key), e);
        }
    }

    private static @Nullable Object guarded(HeldLock lock, Call call) throws Throwable {
        // Not try-with-resources: whatever the body throws comes out untouched, without anything added to it.
        try {
            LockScope scope = LockScope.open(lock);
            try {
                return call.proceed();
            } finally {
                scope.close();
            }
        } finally {
            lock.close();
        }
    }

    private static @Nullable Object contended(LockPlan plan, String key, LockOutcome.Contended contended, Call call)
            throws Throwable {
        if (plan.skipWhenContended()) {
            return plan.reply().nothing();
        }
        CoordinationException exception = new LockNotAcquiredException(
                plan.reply().display() + ": lock " + KeyText.shown(key) + " was held by someone else for all of "
                        + contended.waited().toMillis()
                        + " ms; wait longer (waitTime), hold it for a shorter time, or give a fallback",
                key,
                contended.waited());
        return plan.fallback().insteadOf(exception, call);
    }
}
