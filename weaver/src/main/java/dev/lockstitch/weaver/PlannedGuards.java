package dev.lockstitch.weaver;

import dev.lockstitch.spi.Wiring;
import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/** The guards of one wiring, with the plans of the methods that were called under it. */
final class PlannedGuards implements Guards {

    private final Wiring wiring;
    private final LockAdvice locks;
    private final LimitAdvice limits;
    private final PlanCache<LockPlan> lockPlans = new PlanCache<>(LockPlanner::plan);
    private final PlanCache<LimitPlan> limitPlans;

    PlannedGuards(Wiring wiring) {
        this.wiring = wiring;
        this.locks = new LockAdvice(wiring);
        this.limits = new LimitAdvice(wiring);
        this.limitPlans = new PlanCache<>(new LimitPlanner(new LimitNames())::plan);
    }

    Wiring wiring() {
        return wiring;
    }

    @Override
    public @Nullable Object lock(JoinPoint.StaticPart method, ProceedingJoinPoint call) throws Throwable {
        return wiring.locksEnabled() ? locks.run(lockPlans.get(method), call) : call.proceed();
    }

    @Override
    public @Nullable Object limit(JoinPoint.StaticPart method, ProceedingJoinPoint call) throws Throwable {
        return wiring.limitsEnabled() ? limits.run(limitPlans.get(method), call) : call.proceed();
    }

    @Override
    public @Nullable Object limitAndLock(JoinPoint.StaticPart method, ProceedingJoinPoint call) throws Throwable {
        if (!wiring.limitsEnabled()) {
            return lock(method, call);
        }
        if (!wiring.locksEnabled()) {
            return limit(method, call);
        }
        // Both first: no permits for a call whose lock is refused as wrong.
        LimitPlan limit = limitPlans.get(method);
        LockPlan lock = lockPlans.get(method);
        return limits.run(limit, call, () -> locks.run(lock, call));
    }
}
