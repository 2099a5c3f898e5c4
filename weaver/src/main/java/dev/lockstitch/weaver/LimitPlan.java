package dev.lockstitch.weaver;

import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.Wiring;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/**
 * All limits of a method, read once; they are decided together.
 *
 * @param refundOn null for no exception at all
 * @param later how a result that comes later is begun; null for a method that is done when it returns
 */
record LimitPlan(
        Reply reply,
        List<LimitRule> rules,
        OnUnavailable onUnavailable,
        @Nullable RefundOn refundOn,
        @Nullable Later later) {

    /** On the caller's thread. */
    LimitRequest request(ProceedingJoinPoint call, Wiring wiring) {
        Object target = call.getTarget();
        @Nullable Object[] args = Arguments.of(call);
        if (rules.size() == 1) {
            return new LimitRequest(List.of(rules.get(0).part(target, args, wiring)), onUnavailable);
        }
        LimitRequest.Part[] parts = new LimitRequest.Part[rules.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = rules.get(i).part(target, args, wiring);
        }
        return new LimitRequest(List.of(parts), onUnavailable);
    }

    /** The rule that speaks for a limit that bound: overrides may have left out some, so that places do not tell. */
    LimitRule rule(RateLimitDecision.State binding, LimitRequest request) {
        for (int i = 1; i < rules.size(); i++) {
            LimitRequest.Part part = request.limits().get(i);
            if (part.name().equals(binding.name()) && part.key().equals(binding.key())) {
                return rules.get(i);
            }
        }
        return rules.get(0);
    }

    Set<String> variableNames() {
        return rules.stream().flatMap(rule -> rule.variableNames().stream()).collect(Collectors.toSet());
    }
}
