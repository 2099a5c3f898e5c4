package dev.lockstitch.redis.limit;

import dev.lockstitch.Limit;
import dev.lockstitch.redis.AppliedLimit;
import java.time.Duration;

/** Limits as they are asked without overrides. */
final class Asked {

    private Asked() {}

    static AppliedLimit of(String name, String key, Limit limit, long cost) {
        return new AppliedLimit(name, key, limit, limit, cost, Duration.ZERO, false);
    }
}
