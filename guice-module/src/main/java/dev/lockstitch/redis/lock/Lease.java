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

    /** A renewed one is not shorter than the time for which the lock is to be held at least, whatever happens to us. */
    static Lease of(@Nullable Duration asked, Duration otherwise, Duration least) {
        return asked == null
                ? new Lease(Math.max(otherwise.toMillis(), least.toMillis()), true)
                : new Lease(asked.toMillis(), false);
    }

    long nanos() {
        return millis * 1_000_000L;
    }
}
