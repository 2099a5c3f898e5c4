package dev.lockstitch.spi;

import dev.lockstitch.LockMode;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.syntax.Bounds;
import java.time.Duration;
import java.util.Objects;
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

    Terms {
        Objects.requireNonNull(name, "name is null; \"\" is a lock without one");
        Objects.requireNonNull(mode, "mode is null; say EXCLUSIVE or SHARED");
        Objects.requireNonNull(onUnavailable, "onUnavailable is null; DEFAULT is what the module says");
        Bounds.time("waitTime", waitTime, "say how long to wait, or zero to try once");
        Bounds.time("minHoldTime", minHoldTime, "say how long to keep the lock at least, or zero");
        if (leaseTime != null) {
            Bounds.lease("leaseTime", leaseTime, "give it longer than the work may take, or no lease");
            if (leaseTime.compareTo(minHoldTime) < 0) {
                throw new IllegalArgumentException(
                        "leaseTime = " + leaseTime + " is shorter than minHoldTime = " + minHoldTime
                                + "; give a longer lease or a shorter minHoldTime, or no lease to have it renewed");
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

    @Override
    public String toString() {
        return "name=" + KeyText.shown(name) + ", mode=" + mode + ", fair=" + fair + ", waitTime=" + waitTime
                + ", leaseTime=" + leaseTime + ", minHoldTime=" + minHoldTime + ", onUnavailable=" + onUnavailable
                + ", reentrant=" + reentrant;
    }
}
