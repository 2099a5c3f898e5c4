package dev.lockstitch.processor;

import dev.lockstitch.Limit;
import dev.lockstitch.OnLimit;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitExceededException;
import dev.lockstitch.syntax.Bounds;
import dev.lockstitch.syntax.CostText;
import java.time.Duration;
import java.util.Optional;

/** Checks a {@code @RateLimited}. */
final class LimitCheck {

    private final Declared limit;

    private LimitCheck(Declared limit) {
        this.limit = limit;
    }

    static void check(Declared limit) {
        if (MethodRules.hold(limit)) {
            new LimitCheck(limit).check();
        }
    }

    private void check() {
        limit.text("key").ifPresent(key -> KeyCheck.check(limit, key));
        Optional<Limit> numbers = numbers();
        limit.text("cost").filter(cost -> !cost.isEmpty()).ifPresent(this::cost);
        limit.duration("waitTime").ifPresent(wait -> numbers.ifPresent(known -> waitTime(known, wait)));
        MethodRules.checkCanReturnNothing(limit, "onLimit", OnLimit.SKIP);
        MethodRules.checkCanReturnNothing(limit, "onUnavailable", OnUnavailable.SKIP);
        FallbackCheck.check(limit, RateLimitExceededException.class);
    }

    private void cost(String cost) {
        try {
            if (CostText.parse(cost).isEmpty()) {
                KeyCheck.check(limit, "cost", cost);
            }
        } catch (IllegalArgumentException e) {
            limit.wrongTemplate("cost", String.valueOf(e.getMessage()));
        }
    }

    private Optional<Limit> numbers() {
        Optional<Duration> period = limit.duration("period");
        Optional<Long> permits = limit.number("permits");
        Optional<Long> burst = limit.number("burst");
        if (permits.filter(number -> number == 0).isPresent()) {
            burst.filter(number -> number != 0)
                    .ifPresent(number -> limit.wrong(
                            "burst",
                            "permits = 0 leaves the numbers to an override, the burst among them; leave burst out,"
                                    + " or say how many permits there are, from 1"));
        } else if (period.isPresent() && permits.isPresent() && burst.isPresent()) {
            return numbers(permits.get(), period.get(), burst.get() == 0 ? permits.get() : burst.get());
        }
        return Optional.empty();
    }

    private Optional<Limit> numbers(long permits, Duration period, long burst) {
        try {
            return Optional.of(new Limit(permits, period, burst));
        } catch (IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage());
            limit.wrongNumbers(
                    problem.startsWith("burst") ? "burst" : problem.startsWith("period") ? "period" : "permits",
                    problem);
            return Optional.empty();
        }
    }

    private void waitTime(Limit numbers, Duration waitTime) {
        try {
            Bounds.waitFor(numbers, waitTime);
        } catch (IllegalArgumentException e) {
            limit.wrong("waitTime", String.valueOf(e.getMessage()));
        }
    }
}
