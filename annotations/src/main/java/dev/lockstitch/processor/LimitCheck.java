package dev.lockstitch.processor;

import dev.lockstitch.Limit;
import dev.lockstitch.OnLimit;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitExceededException;
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
        numbers();
        refuseUnsupported();
        MethodRules.checkCanReturnNothing(limit, "onLimit", OnLimit.SKIP);
        MethodRules.checkCanReturnNothing(limit, "onUnavailable", OnUnavailable.SKIP);
        FallbackCheck.check(limit, RateLimitExceededException.class);
    }

    private void numbers() {
        Optional<Duration> period = limit.duration("period");
        Optional<Long> permits = limit.number("permits");
        Optional<Long> burst = limit.number("burst");
        if (permits.filter(number -> number == 0).isPresent()) {
            limit.unsupported(
                    "permits", "it would have to come from an override; say how many permits there are, from 1");
        } else if (period.isPresent() && permits.isPresent() && burst.isPresent()) {
            numbers(permits.get(), period.get(), burst.get() == 0 ? permits.get() : burst.get());
        }
    }

    private void numbers(long permits, Duration period, long burst) {
        try {
            new Limit(permits, period, burst);
        } catch (IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage());
            limit.wrongNumbers(
                    problem.startsWith("burst") ? "burst" : problem.startsWith("period") ? "period" : "permits",
                    problem);
        }
    }

    private void refuseUnsupported() {
        if (limit.text("cost").filter(cost -> !cost.isEmpty()).isPresent()) {
            limit.unsupported("cost", "leave it out: a call takes one permit");
        }
        if (limit.duration("waitTime").filter(time -> !time.isZero()).isPresent()) {
            limit.unsupported("waitTime", "leave it out: a call over the limit is rejected");
        }
        if (!limit.list("refundOn").isEmpty()) {
            limit.unsupported("refundOn", "leave it out");
        }
        if (limit.isConstant("onUnavailable", OnUnavailable.LOCAL)) {
            limit.unsupported("onUnavailable", "use PROCEED, SKIP or FAIL");
        }
    }
}
