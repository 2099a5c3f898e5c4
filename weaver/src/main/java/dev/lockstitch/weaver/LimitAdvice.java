package dev.lockstitch.weaver;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimitExceededException;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.Wiring;
import java.util.List;
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
        LimitOutcome outcome = ask(plan, request(plan, call));
        if (outcome instanceof LimitOutcome.Decided decided) {
            return decided.decision().granted() ? call.proceed() : exceeded(plan, decided.decision(), call);
        }
        if (outcome instanceof LimitOutcome.Unguarded) {
            return call.proceed();
        }
        if (outcome instanceof LimitOutcome.Unavailable unavailable) {
            return unavailable(plan, unavailable.exception(), call);
        }
        return plan.reply().skipped();
    }

    private LimitRequest request(LimitPlan plan, ProceedingJoinPoint call) {
        Object target = call.getTarget();
        @Nullable Object[] args = Arguments.of(call);
        LimitRequest.Part[] parts = new LimitRequest.Part[plan.rules().size()];
        for (int i = 0; i < parts.length; i++) {
            LimitRule rule = plan.rules().get(i);
            String key = rule.key().render(target, args, wiring.variables());
            parts[i] = new LimitRequest.Part(rule.name(), key, rule.limit(), 1);
        }
        return new LimitRequest(List.of(parts), plan.onUnavailable());
    }

    private LimitOutcome ask(LimitPlan plan, LimitRequest request) throws Exception {
        try {
            return wiring.coordinator().limit(request);
        } catch (InterruptedException e) {
            throw plan.reply().interrupted("limit \"" + request.limits().get(0).name() + '"', e);
        }
    }

    private @Nullable Object exceeded(LimitPlan plan, RateLimitDecision decision, ProceedingJoinPoint call)
            throws Throwable {
        RateLimitDecision.State binding = decision.binding();
        LimitRule rule = plan.rule(binding.name(), decision.limits().indexOf(binding));
        if (rule.skipWhenExceeded()) {
            return plan.reply().nothing();
        }
        return rule.fallback()
                .insteadOf(
                        new RateLimitExceededException(
                                message(plan, decision, binding), decision, wiring.rateLimitStackTraces()),
                        call);
    }

    private static @Nullable Object unavailable(
            LimitPlan plan, CoordinationUnavailableException exception, ProceedingJoinPoint call) throws Throwable {
        for (LimitRule rule : plan.rules()) {
            if (rule.fallback().accepts(exception)) {
                return rule.fallback().insteadOf(exception, call);
            }
        }
        throw exception;
    }

    private static String message(LimitPlan plan, RateLimitDecision decision, RateLimitDecision.State binding) {
        String when = decision.retryAfter().equals(RateLimitDecision.NEVER)
                ? "waiting does not help: the call takes more than the burst"
                : "try again in " + millisRoundedUp(decision) + " ms";
        return plan.reply().display() + ": limit \"" + binding.name() + "\" of " + LimitNames.shown(binding.limit())
                + " is exceeded for key " + KeyText.shown(binding.key()) + "; " + when;
    }

    private static long millisRoundedUp(RateLimitDecision decision) {
        return decision.retryAfter().plusNanos(999_999).toMillis();
    }
}
