package dev.lockstitch.weaver;

import dev.lockstitch.spi.Wiring;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/** Runs a call if its limits allow, or does what the plan says when they do not. */
final class LimitAdvice {

    private final Wiring wiring;

    LimitAdvice(Wiring wiring) {
        this.wiring = wiring;
    }

    @Nullable
    Object run(LimitPlan plan, ProceedingJoinPoint call) throws Throwable {
        return run(plan, call, call::proceed);
    }

    @Nullable
    Object run(LimitPlan plan, ProceedingJoinPoint call, Body body) throws Throwable {
        Later later = plan.later();
        return later == null
                ? SyncLimiting.run(plan, call, body, wiring)
                : AsyncLimiting.run(plan, call, body, wiring, later);
    }
}
