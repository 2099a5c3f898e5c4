package dev.lockstitch.weaver;

import dev.lockstitch.spi.Wiring;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/** Runs a call under its lock, or does what the plan says when there is none. */
final class LockAdvice {

    private final Wiring wiring;

    LockAdvice(Wiring wiring) {
        this.wiring = wiring;
    }

    @Nullable
    Object run(LockPlan plan, ProceedingJoinPoint call) throws Throwable {
        Later later = plan.later();
        return later == null ? SyncLocking.run(plan, call, wiring) : AsyncLocking.run(plan, call, wiring, later);
    }
}
