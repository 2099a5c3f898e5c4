package dev.lockstitch.weaver;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimitExceededException;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LimitText;
import dev.lockstitch.spi.Wiring;
import org.jspecify.annotations.Nullable;

/** Why a call does not run within its limits, and what is to be called instead. */
record LimitRefusal(CoordinationException exception, Fallback fallback) {

    /** Null where the call is to return nothing. */
    static @Nullable LimitRefusal of(LimitOutcome outcome, LimitPlan plan, LimitRequest request, Wiring wiring) {
        if (outcome instanceof LimitOutcome.Decided decided) {
            RateLimitDecision decision = decided.decision();
            LimitRule rule = plan.rule(decision.binding(), request);
            return rule.skipWhenExceeded()
                    ? null
                    : new LimitRefusal(exceeded(decision, plan.reply().display(), wiring), rule.fallback());
        }
        if (outcome instanceof LimitOutcome.Unavailable unavailable) {
            return unavailable(unavailable.exception(), plan);
        }
        plan.reply().requireSkippable();
        return null;
    }

    private static CoordinationException exceeded(RateLimitDecision decision, String display, Wiring wiring) {
        return new RateLimitExceededException(
                () -> display + ": " + LimitText.exceeded(decision), decision, wiring.rateLimitStackTraces());
    }

    private static LimitRefusal unavailable(CoordinationException exception, LimitPlan plan) {
        for (LimitRule rule : plan.rules()) {
            if (rule.fallback().accepts(exception)) {
                return new LimitRefusal(exception, rule.fallback());
            }
        }
        return new LimitRefusal(exception, Fallback.NONE);
    }
}
