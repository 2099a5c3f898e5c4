package dev.lockstitch.redis.lock;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long an acquisition lasts in Redis.
 *
 * @param millis the lease
 * @param renewed whether it is renewed while held
 */
record Lease(long millis, boolean renewed) {

    static Lease of(@Nullable Duration asked, Duration otherwise) {
        return asked == null ? new Lease(otherwise.toMillis(), true) : new Lease(asked.toMillis(), false);
    }

    long nanos() {
        return millis * 1_000_000L;
    }
}
