package dev.lockstitch.redis;

import dev.lockstitch.Limit;
import dev.lockstitch.spi.KeyText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One limit as it holds for one call, overrides included.
 *
 * @param name the limit's stable name; empty in code
 * @param key the rendered key
 * @param limit the numbers that hold now
 * @param declared the numbers that hold without an override; null when there are none
 * @param cost the permits to take
 * @param waitTime how long to wait for them
 * @param shadow whether it rejects nobody
 */
public record AppliedLimit(
        String name, String key, Limit limit, @Nullable Limit declared, long cost, Duration waitTime, boolean shadow) {

    /**
     * Whether other numbers hold than those that are declared.
     *
     * @return true also when none are declared
     */
    public boolean isChanged() {
        return !limit.equals(declared);
    }

    @Override
    public String toString() {
        return "AppliedLimit[name=" + KeyText.shown(name) + ", key=" + KeyText.shown(key) + ", limit=" + limit
                + ", declared=" + declared + ", cost=" + cost + ", waitTime=" + waitTime + ", shadow=" + shadow + "]";
    }
}
