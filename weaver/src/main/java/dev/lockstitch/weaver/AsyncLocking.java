package dev.lockstitch.weaver;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.GuardedWork;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import dev.lockstitch.spi.Wiring;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/** A call whose result comes later: which lock to ask for, and what to do then. */
record AsyncLocking(LockPlan plan, ProceedingJoinPoint call, Coordinator coordinator, LockRequest request, Later later)
        implements GuardedWork<LockOutcome, Object, Throwable> {

    /** Renders the keys: on the caller's thread. */
    static @Nullable Object run(LockPlan plan, ProceedingJoinPoint call, Wiring wiring, Later later) throws Throwable {
        LockRequest request;
        try {
            request = plan.request(call, wiring);
        } catch (IllegalArgumentException e) {
            return later.wrong(e);
        }
        return later.locked(new AsyncLocking(plan, call, wiring.coordinator(), request, later));
    }

    @Override
    public @Nullable Object body() throws Throwable {
        return call.proceed();
    }

    @Override
    public @Nullable Object refused(LockOutcome outcome) throws Throwable {
        CoordinationException refusal = Refusal.of(outcome, plan, request);
        return refusal == null ? later.nothing() : later.refused(refusal, plan.fallback(), call);
    }

    <R> GuardedWork<LockOutcome, R, Throwable> as(Later.Conversion<R> conversion) {
        return new Converted<>(this, conversion);
    }
}
