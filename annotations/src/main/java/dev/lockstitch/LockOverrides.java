package dev.lockstitch;

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
     * Other values for one lock. Out of bounds, the call fails with an {@link IllegalArgumentException}.
     *
     * @param waitTime how long to wait, from zero to 365 days; empty: as the annotation says
     * @param leaseTime the fixed lease, from 10 milliseconds to 365 days; empty: as the annotation says
     */
    record Change(Optional<Duration> waitTime, Optional<Duration> leaseTime) {

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
