package dev.lockstitch;

import dev.lockstitch.syntax.Bounds;
import java.time.Duration;
import java.util.Optional;

/**
 * Other wait times and leases while the application runs. Bind it with
 * {@code LockstitchModule.lockOverrides(binder()).to(...)}. Asked at each call on the caller's thread: it must be quick
 * and thread-safe; when it throws, the annotation's own values hold and the failure is logged.
 */
@FunctionalInterface
public interface LockOverrides {

    /**
     * What is to hold instead of the annotation's values.
     *
     * @param name the lock's stable name
     * @return the change; empty for none
     */
    Optional<Change> find(String name);

    /**
     * Other values for one lock. Immutable; its bounds are checked where it is made. A lease that is shorter than the
     * lock's own {@code minHoldTime} is refused by the call.
     *
     * @param waitTime how long to wait, from zero to 365 days; empty: as the annotation says
     * @param leaseTime the fixed lease, from 10 milliseconds to 365 days; empty: as the annotation says
     */
    record Change(Optional<Duration> waitTime, Optional<Duration> leaseTime) {

        /**
         * Checks the bounds.
         *
         * @param waitTime how long to wait, from zero to 365 days; empty: as the annotation says
         * @param leaseTime the fixed lease, from 10 milliseconds to 365 days; empty: as the annotation says
         * @throws IllegalArgumentException that names what is out of which bounds
         */
        public Change {
            waitTime.ifPresent(wait -> Bounds.time("override's waitTime", wait, "zero tries once"));
            leaseTime.ifPresent(
                    lease -> Bounds.lease("override's leaseTime", lease, "leave it out to keep the lock's own"));
        }

        /**
         * Another wait time.
         *
         * @param waitTime how long to wait
         * @return the change
         */
        public static Change waitTime(Duration waitTime) {
            return new Change(Optional.of(waitTime), Optional.empty());
        }

        /**
         * Another fixed lease.
         *
         * @param leaseTime how long the lock lasts
         * @return the change
         */
        public static Change leaseTime(Duration leaseTime) {
            return new Change(Optional.empty(), Optional.of(leaseTime));
        }

        /**
         * Both.
         *
         * @param waitTime how long to wait
         * @param leaseTime how long the lock lasts
         * @return the change
         */
        public static Change of(Duration waitTime, Duration leaseTime) {
            return new Change(Optional.of(waitTime), Optional.of(leaseTime));
        }
    }
}
