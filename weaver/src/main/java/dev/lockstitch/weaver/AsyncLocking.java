package dev.lockstitch.weaver;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.HeldWork;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import dev.lockstitch.spi.Wiring;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/** A call whose result comes later: what to ask for, and what to do then. */
record AsyncLocking(LockPlan plan, ProceedingJoinPoint call, Coordinator coordinator, LockRequest request, Later later)
        implements HeldWork<Object, Throwable> {

    /** Renders the keys: on the caller's thread. */
    static AsyncLocking of(LockPlan plan, ProceedingJoinPoint call, Wiring wiring, Later later) {
        return new AsyncLocking(plan, call, wiring.coordinator(), plan.request(call, wiring), later);
    }

    @Override
    public @Nullable Object body() throws Throwable {
        return call.proceed();
    }

    @Override
    public @Nullable Object refused(LockOutcome outcome) throws Throwable {
        CoordinationException refusal = Refusal.of(outcome, plan, request);
        if (refusal == null) {
            return later.nothing();
        }
        // What a fallback throws is the fallback's, and comes out like what a body throws; our own refusal is a result.
        return plan.fallback().accepts(refusal) ? plan.fallback().insteadOf(refusal, call) : later.failed(refusal);
    }

    /** The same with results of another type. */
    <R> HeldWork<R, Throwable> as(Conversion<R> conversion) {
        return new HeldWork<>() {
            @Override
            public @Nullable R body() throws Throwable {
                return conversion.of(AsyncLocking.this.body());
            }

            @Override
            public @Nullable R refused(LockOutcome outcome) throws Throwable {
                return conversion.of(AsyncLocking.this.refused(outcome));
            }
        };
    }

    /** From what the method returned. */
    interface Conversion<R> {
        @Nullable
        R of(@Nullable Object result);
    }
}
