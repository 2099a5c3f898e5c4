package dev.lockstitch.redis.explore;

import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call, as its seed has it.
 *
 * @param limits which of the plan's limits it asks
 * @param cost of each of them
 * @param waitTime how long it waits
 * @param way how it is asked
 * @param nuisance after so long it is interrupted or cancelled; null: left alone
 * @param givesBack whether it gives back what it got
 * @param pause how long the caller rests before
 */
record LimitCall(
        List<Integer> limits,
        long cost,
        Duration waitTime,
        Way way,
        @Nullable Duration nuisance,
        boolean givesBack,
        Duration pause) {

    enum Way {
        BLOCKING,
        LATER
    }

    static LimitCall of(LimitPlan plan, Luck luck) {
        List<Integer> limits = new ArrayList<>();
        for (int i = 0; i < plan.limits().size(); i++) {
            limits.add(i);
        }
        if (luck.percent(50)) {
            Collections.reverse(limits);
        }
        int wanted = luck.percent(60) ? 1 : limits.size();
        long burst = plan.limits().get(limits.get(0)).burst();
        return new LimitCall(
                List.copyOf(limits.subList(0, wanted)),
                luck.percent(3) ? 0 : luck.percent(3) ? burst + 1 : luck.between(1, luck.oneOf(1, 1, 4)),
                plan.waits() && luck.percent(60) ? luck.millis(1, 100) : Duration.ZERO,
                luck.oneOf(Way.BLOCKING, Way.LATER),
                luck.percent(12) ? luck.micros(0, luck.oneOf(500, 5000, 50_000)) : null,
                luck.percent(25),
                luck.percent(60) ? Duration.ZERO : luck.micros(0, luck.oneOf(2000, 40_000, 150_000)));
    }

    LimitRequest request(LimitPlan plan) {
        return LimitRequest.of(limits.stream()
                .map(i -> new LimitRequest.Part(
                        LimitPlan.name(i), LimitPlan.key(i), plan.limits().get(i), cost, waitTime))
                .toArray(LimitRequest.Part[]::new));
    }
}
