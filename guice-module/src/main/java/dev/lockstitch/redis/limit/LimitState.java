package dev.lockstitch.redis.limit;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.KeyText;
import java.time.Duration;

/**
 * One limit after a decision.
 *
 * @param name the limit's name
 * @param key the rendered key
 * @param limit the limit that was applied
 * @param remaining permits that could be taken at once
 * @param resetAfter until the whole burst is there
 * @param retryAfter until this limit would grant the call; zero when it would have
 * @param shadow whether it rejects nobody
 */
record LimitState(
        String name, String key, Limit limit, long remaining, Duration resetAfter, Duration retryAfter, boolean shadow)
        implements RateLimitDecision.State {

    @Override
    public String toString() {
        return "State[name=" + KeyText.shown(name) + ", key=" + KeyText.shown(key) + ", limit=" + limit
                + ", remaining=" + remaining + ", resetAfter=" + resetAfter + ", retryAfter=" + retryAfter
                + ", shadow=" + shadow + "]";
    }

    /** Compares shares left: both products are at most 10<sup>18</sup>. */
    static int compareShares(LimitState a, LimitState b) {
        return Long.compare(a.remaining * b.limit.burst(), b.remaining * a.limit.burst());
    }
}
