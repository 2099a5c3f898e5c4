package dev.lockstitch.spi;

import dev.lockstitch.LockMode;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.syntax.DurationText;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a lock can be asked for. Immutable; checked once, here.
 *
 * @param name the lock's stable name; empty in code
 * @param keys the rendered keys, taken together; at least one, none of them empty
 * @param mode exclusive or shared
 * @param fair first come, first served
 * @param waitTime how long to wait, from zero to 365 days
 * @param leaseTime the fixed lease, from 10 milliseconds to 365 days; null: renewed while held
 * @param minHoldTime how long to keep it at least, from zero to 365 days, not longer than a fixed lease
 * @param onUnavailable the reaction to an outage
 * @param reentrant whether a lock that this thread holds in a {@link dev.lockstitch.LockScope} is entered again
 */
public record LockRequest(
        String name,
        List<String> keys,
        LockMode mode,
        boolean fair,
        Duration waitTime,
        @Nullable Duration leaseTime,
        Duration minHoldTime,
        OnUnavailable onUnavailable,
        boolean reentrant) {

    private static final Duration SHORTEST_LEASE = Duration.ofMillis(10);

    /**
     * Checks the bounds.
     *
     * @param name the lock's stable name; empty in code
     * @param keys the rendered keys, taken together; at least one, none of them empty
     * @param mode exclusive or shared
     * @param fair first come, first served
     * @param waitTime how long to wait, from zero to 365 days
     * @param leaseTime the fixed lease, from 10 milliseconds to 365 days; null: renewed while held
     * @param minHoldTime how long to keep it at least, from zero to 365 days, not longer than a fixed lease
     * @param onUnavailable the reaction to an outage
     * @param reentrant whether a lock that this thread holds in a {@link dev.lockstitch.LockScope} is entered again
     * @throws IllegalArgumentException that names what is out of which bound
     */
    public LockRequest {
        keys = List.copyOf(keys);
        check(!keys.isEmpty(), "A lock needs a key");
        check(!keys.contains(""), "The key of a lock is empty");
        within("waitTime", waitTime, Duration.ZERO);
        within("minHoldTime", minHoldTime, Duration.ZERO);
        if (leaseTime != null) {
            within("leaseTime", leaseTime, SHORTEST_LEASE);
            if (leaseTime.compareTo(minHoldTime) < 0) {
                throw new IllegalArgumentException(
                        "leaseTime = " + leaseTime + " is shorter than minHoldTime = " + minHoldTime);
            }
        }
    }

    static LockRequest renewed(String key, Duration waitTime) {
        return inCode(key, waitTime, null);
    }

    static LockRequest leased(String key, Duration waitTime, Duration leaseTime) {
        return inCode(key, waitTime, leaseTime);
    }

    private static LockRequest inCode(String key, Duration waitTime, @Nullable Duration leaseTime) {
        return new LockRequest(
                "",
                List.of(key),
                LockMode.EXCLUSIVE,
                false,
                waitTime,
                leaseTime,
                Duration.ZERO,
                OnUnavailable.DEFAULT,
                false);
    }

    LockRequest reentering() {
        return new LockRequest(name, keys, mode, fair, waitTime, leaseTime, minHoldTime, onUnavailable, true);
    }

    /**
     * The first key.
     *
     * @return the only key of most requests
     */
    public String key() {
        return keys.get(0);
    }

    private static void within(String what, Duration value, Duration least) {
        // Once per call: the text is made only when it is needed.
        if (value.compareTo(least) < 0 || value.compareTo(DurationText.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " = " + value + " is not within " + least.toMillis() + " ms to 365 days");
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
