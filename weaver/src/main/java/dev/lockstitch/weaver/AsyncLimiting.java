package dev.lockstitch.weaver;

import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.GuardedWork;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.Wiring;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/** A call whose result comes later: which permits to ask for, and what to do then. */
record AsyncLimiting(
        LimitPlan plan, ProceedingJoinPoint call, Body inner, Wiring wiring, LimitRequest request, Later later)
        implements GuardedWork<LimitOutcome, Object, Throwable> {

    static @Nullable Object run(LimitPlan plan, ProceedingJoinPoint call, Body inner, Wiring wiring, Later later)
            throws Throwable {
        LimitRequest request;
        try {
            request = plan.request(call, wiring);
        } catch (IllegalArgumentException e) {
            return later.wrong(e);
        }
        return later.limited(new AsyncLimiting(plan, call, inner, wiring, request, later));
    }

    Coordinator coordinator() {
        return wiring.coordinator();
    }

    @Override
    public @Nullable Object body() throws Throwable {
        return inner.proceed();
    }

    @Override
    public @Nullable Object refused(LimitOutcome outcome) throws Throwable {
        LimitRefusal refusal = LimitRefusal.of(outcome, plan, request, wiring);
        return refusal == null ? later.nothing() : later.refused(refusal.exception(), refusal.fallback(), call);
    }

    <R> GuardedWork<LimitOutcome, R, Throwable> as(Later.Conversion<R> conversion) {
        return new Converted<>(this, conversion);
    }
}
