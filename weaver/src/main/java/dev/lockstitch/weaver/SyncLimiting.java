package dev.lockstitch.weaver;

import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.Refunds;
import dev.lockstitch.spi.Wiring;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/** Runs a call whose work is done when it returns. */
final class SyncLimiting {

    private SyncLimiting() {}

    static @Nullable Object run(LimitPlan plan, ProceedingJoinPoint call, Body body, Wiring wiring) throws Throwable {
        LimitRequest request = plan.request(call, wiring);
        LimitOutcome outcome = ask(plan, request, wiring);
        if (outcome instanceof LimitOutcome.Decided decided
                && decided.decision().granted()) {
            return plan.refundOn() == null
                    ? body.proceed()
                    : refundable(plan.refundOn(), decided.decision(), body, wiring);
        }
        if (outcome instanceof LimitOutcome.Unguarded) {
            return body.proceed();
        }
        LimitRefusal refusal = LimitRefusal.of(outcome, plan, request, wiring);
        return refusal == null ? plan.reply().nothing() : refusal.fallback().insteadOf(refusal.exception(), call);
    }

    private static LimitOutcome ask(LimitPlan plan, LimitRequest request, Wiring wiring) throws Exception {
        try {
            return wiring.coordinator().limit(request);
        } catch (InterruptedException e) {
            throw plan.reply().interrupted("limit \"" + request.limits().get(0).name() + '"', e);
        }
    }

    private static @Nullable Object refundable(RefundOn refundOn, RateLimitDecision decision, Body body, Wiring wiring)
            throws Throwable {
        try {
            return body.proceed();
        } catch (Throwable thrown) {
            if (refundOn.test(thrown)) {
                Refunds.await(wiring.coordinator(), decision);
            }
            throw thrown;
        }
    }
}
