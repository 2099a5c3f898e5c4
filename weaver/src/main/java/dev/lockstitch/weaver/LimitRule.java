package dev.lockstitch.weaver;

import dev.lockstitch.Limit;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.Wiring;
import dev.lockstitch.weaver.key.KeyTemplate;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code @RateLimited} says, read once.
 *
 * @param limit null: an override has to supply it
 */
record LimitRule(
        String name,
        KeyTemplate key,
        @Nullable Limit limit,
        CallCost cost,
        Duration waitTime,
        boolean skipWhenExceeded,
        Fallback fallback) {

    LimitRequest.Part part(@Nullable Object target, @Nullable Object[] args, Wiring wiring) {
        return new LimitRequest.Part(
                name,
                key.render(target, args, wiring.variables()),
                limit,
                cost.permits(target, args, wiring.variables()),
                waitTime);
    }

    Set<String> variableNames() {
        Set<String> names = new LinkedHashSet<>(key.variableNames());
        names.addAll(cost.variableNames());
        return names;
    }
}
