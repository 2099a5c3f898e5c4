package dev.lockstitch.spi;

import dev.lockstitch.LockMode;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.syntax.DurationText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** All of a {@link LockRequest} but its keys: the same for each call of a method, and checked once. */
record Terms(
        String name,
        LockMode mode,
        boolean fair,
        Duration waitTime,
        @Nullable Duration leaseTime,
        Duration minHoldTime,
        OnUnavailable onUnavailable,
        boolean reentrant) {

    private static final Duration SHORTEST_LEASE = Duration.ofMillis(10);

    Terms {
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

    Terms name(String other) {
        return new Terms(other, mode, fair, waitTime, leaseTime, minHoldTime, onUnavailable, reentrant);
    }

    Terms mode(LockMode other) {
        return new Terms(name, other, fair, waitTime, leaseTime, minHoldTime, onUnavailable, reentrant);
    }

    Terms fair(boolean other) {
        return new Terms(name, mode, other, waitTime, leaseTime, minHoldTime, onUnavailable, reentrant);
    }

    Terms waitTime(Duration other) {
        return new Terms(name, mode, fair, other, leaseTime, minHoldTime, onUnavailable, reentrant);
    }

    Terms leaseTime(Duration other) {
        return new Terms(name, mode, fair, waitTime, other, minHoldTime, onUnavailable, reentrant);
    }

    Terms minHoldTime(Duration other) {
        return new Terms(name, mode, fair, waitTime, leaseTime, other, onUnavailable, reentrant);
    }

    Terms onUnavailable(OnUnavailable other) {
        return new Terms(name, mode, fair, waitTime, leaseTime, minHoldTime, other, reentrant);
    }

    Terms reentrant(boolean other) {
        return new Terms(name, mode, fair, waitTime, leaseTime, minHoldTime, onUnavailable, other);
    }

    private static void within(String what, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(DurationText.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " = " + value + " is not within " + least.toMillis() + " ms to 365 days");
        }
    }
}
