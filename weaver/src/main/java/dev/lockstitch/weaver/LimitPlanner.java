package dev.lockstitch.weaver;

import dev.lockstitch.Limit;
import dev.lockstitch.OnLimit;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitExceededException;
import dev.lockstitch.RateLimited;
import dev.lockstitch.syntax.Bounds;
import dev.lockstitch.weaver.key.KeyTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads all {@code @RateLimited} of a method and checks all of each. */
final class LimitPlanner {

    private static final List<OnUnavailable> FROM_LENIENT_TO_STRICT = List.of(
            OnUnavailable.DEFAULT, OnUnavailable.PROCEED, OnUnavailable.LOCAL, OnUnavailable.SKIP, OnUnavailable.FAIL);

    private final LimitNames names;

    LimitPlanner(LimitNames names) {
        this.names = names;
    }

    /**
     * Makes the plan of a method.
     *
     * @throws IllegalArgumentException when something is wrong
     * @throws UnsupportedOperationException when the method is of a kind that cannot be guarded
     */
    LimitPlan plan(GuardedMethod method) {
        List<Declared<RateLimited>> found = Declarations.limits(method);
        if (found.isEmpty()) {
            throw new IllegalArgumentException(method.display()
                    + ": woven for a limit, but no annotation with @RateLimited is visible at run time;"
                    + " give the annotation @Retention(RUNTIME)");
        }
        List<LimitRule> rules = new ArrayList<>();
        OnUnavailable strictest = OnUnavailable.DEFAULT;
        for (Declared<RateLimited> declared : found) {
            rules.add(rule(declared, rules.size() + 1));
            strictest = stricter(strictest, declared.annotation().onUnavailable());
        }
        RefundOn refundOn = RefundOn.of(found);
        LimitNames.refuseDoubles(found, rules);
        for (int i = 0; i < rules.size(); i++) {
            names.claim(found.get(i), rules.get(i));
        }
        Later later = Later.of(method.method().getReturnType());
        return new LimitPlan(Reply.of(method), List.copyOf(rules), strictest, refundOn, later);
    }

    private static OnUnavailable stricter(OnUnavailable one, OnUnavailable other) {
        return FROM_LENIENT_TO_STRICT.indexOf(one) >= FROM_LENIENT_TO_STRICT.indexOf(other) ? one : other;
    }

    private static LimitRule rule(Declared<RateLimited> declared, int number) {
        RateLimited limited = declared.annotation();
        MethodRules.checkCanBeFollowed(declared);
        MethodRules.checkCanReturnNothing(declared, "onLimit", limited.onLimit());
        MethodRules.checkCanReturnNothing(declared, "onUnavailable", limited.onUnavailable());
        String byDefault = declared.method().defaultName() + (number == 1 ? "" : "#" + number);
        KeyTemplate key = Templates.key(declared, limited.key());
        Limit numbers = numbers(declared, limited);
        return new LimitRule(
                limited.name().isEmpty() ? byDefault : limited.name(),
                key,
                numbers,
                CallCost.of(declared),
                waitTime(declared, limited, numbers),
                limited.onLimit() == OnLimit.SKIP,
                FallbackFinder.find(declared, limited.fallback(), RateLimitExceededException.class));
    }

    private static @Nullable Limit numbers(Declared<RateLimited> declared, RateLimited limited) {
        Duration period = declared.duration("period", limited.period());
        if (limited.permits() == 0) {
            refuseBurst(declared, limited.burst());
            return null;
        }
        try {
            return new Limit(limited.permits(), period, limited.burst() == 0 ? limited.permits() : limited.burst());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    declared.method().display() + ": " + declared.bare() + ": " + e.getMessage(), e);
        }
    }

    private static Duration waitTime(Declared<RateLimited> declared, RateLimited limited, @Nullable Limit numbers) {
        Duration waitTime = declared.duration("waitTime", limited.waitTime());
        if (numbers != null) {
            try {
                Bounds.waitFor(numbers, waitTime);
            } catch (IllegalArgumentException e) {
                throw declared.wrong("waitTime", limited.waitTime(), String.valueOf(e.getMessage()));
            }
        }
        return waitTime;
    }

    private static void refuseBurst(Declared<RateLimited> declared, long burst) {
        if (burst != 0) {
            throw declared.wrong(
                    "burst",
                    burst,
                    "permits = 0 leaves the numbers to an override, the burst among them; leave burst out,"
                            + " or say how many permits there are, from 1");
        }
    }
}
