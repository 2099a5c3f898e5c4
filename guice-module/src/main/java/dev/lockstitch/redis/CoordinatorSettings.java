package dev.lockstitch.redis;

import dev.lockstitch.OnUnavailable;
import java.time.Duration;
import java.util.Objects;

/**
 * How a coordinator behaves. Immutable; checked once, here.
 *
 * @param keyPrefix what all keys and channels of the library begin with
 * @param onUnavailable the reaction to an outage where a call does not say
 * @param decisionBudget how long a call waits for Redis without an answer
 * @param startBudget how long the first calls wait for the first contact
 * @param lockLease the lease of a lock that is renewed while it is held
 * @param maxHold after that long a lock is not renewed any more
 * @param warningInterval the shortest time between two warnings about the same outage
 * @param locksEnabled false: locks are granted without asking
 * @param limitsEnabled false: permits are granted without asking
 * @param localLimitShare the share of every limit that this JVM grants by itself under {@code LOCAL}
 */
public record CoordinatorSettings(
        String keyPrefix,
        OnUnavailable onUnavailable,
        Duration decisionBudget,
        Duration startBudget,
        Duration lockLease,
        Duration maxHold,
        Duration warningInterval,
        boolean locksEnabled,
        boolean limitsEnabled,
        double localLimitShare) {

    private static final String REMEDY = "leave the setting out to have its default";

    /** What holds when nothing is said. */
    public static final CoordinatorSettings DEFAULTS = new CoordinatorSettings(
            "lockstitch",
            OnUnavailable.PROCEED,
            Duration.ofMillis(250),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            true,
            true,
            1);

    /**
     * Checks the bounds.
     *
     * @param keyPrefix what all keys and channels of the library begin with
     * @param onUnavailable the reaction to an outage where a call does not say
     * @param decisionBudget how long a call waits for Redis without an answer
     * @param startBudget how long the first calls wait for the first contact
     * @param lockLease the lease of a lock that is renewed while it is held
     * @param maxHold after that long a lock is not renewed any more
     * @param warningInterval the shortest time between two warnings about the same outage
     * @param locksEnabled false: locks are granted without asking
     * @param limitsEnabled false: permits are granted without asking
     * @param localLimitShare the share of every limit that this JVM grants by itself under {@code LOCAL}
     * @throws IllegalArgumentException that names the setting, its value and its bounds
     */
    public CoordinatorSettings {
        KeyNames.checkPrefix(Objects.requireNonNull(keyPrefix, "keyPrefix is null; " + REMEDY));
        Objects.requireNonNull(onUnavailable, "onUnavailable is null; use PROCEED, LOCAL, SKIP or FAIL");
        if (onUnavailable == OnUnavailable.DEFAULT) {
            throw new IllegalArgumentException(
                    "onUnavailable = DEFAULT: the module must say what the default is; use PROCEED, LOCAL, SKIP or FAIL");
        }
        within("decisionBudget", decisionBudget, Duration.ofMillis(10), Duration.ofSeconds(30));
        within("startBudget", startBudget, Duration.ZERO, Duration.ofMinutes(5));
        within("lockLease", lockLease, Duration.ofMillis(100), Duration.ofDays(1));
        within("maxHold", maxHold, lockLease, Duration.ofDays(365));
        within("warningInterval", warningInterval, Duration.ofMillis(100), Duration.ofDays(1));
        // Turned round, so that NaN is refused as well.
        if (!(localLimitShare > 0 && localLimitShare <= 1)) {
            throw new IllegalArgumentException("localLimitShare = " + localLimitShare
                    + " is not above 0 and at most 1; it is the share of every limit that one JVM grants by itself under"
                    + " LOCAL: 1 for all of it, 0.25 where four servers share it");
        }
    }

    private static void within(String name, Duration value, Duration least, Duration most) {
        if (value == null) {
            throw new NullPointerException(name + " is null; " + REMEDY);
        }
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " = " + value + " is not within " + least + " to " + most + "; "
                    + (name.equals("maxHold") ? "it must be as long as lockLease at least" : REMEDY));
        }
    }
}
