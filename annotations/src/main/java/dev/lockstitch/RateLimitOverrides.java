package dev.lockstitch;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Other limits while the application runs. Bind it with {@code LockstitchModule.rateLimitOverrides(binder()).to(...)};
 * {@link RateLimitOverrideTable} is one that is filled from code. Asked at each call on the caller's thread: it must be
 * quick and thread-safe; when it throws, the annotation's own numbers hold and the failure is logged.
 *
 * <p>A change keeps the share that is spent: where three quarters of the old burst were taken, three quarters of the new
 * one are. It takes effect on each server with the next call there.
 */
@FunctionalInterface
public interface RateLimitOverrides {

    /**
     * What is to hold instead of the annotation's numbers.
     *
     * @param name the limit's stable name
     * @param key the rendered key, without the prefix and not hashed: a tenant's own quota hangs on it
     * @return the change; empty for none
     */
    Optional<Change> find(String name, String key);

    /**
     * What is to be different about one limit. Immutable.
     *
     * @param limit the numbers; null: as the annotation says
     * @param inShadow whether the limit is only decided and told, and rejects nobody
     * @param switchedOff whether the limit is left out altogether: nothing is asked, nothing counted
     */
    record Change(@Nullable Limit limit, boolean inShadow, boolean switchedOff) {

        private static final Change SHADOW = new Change(null, true, false);
        private static final Change OFF = new Change(null, false, true);

        /**
         * Other numbers.
         *
         * @param limit the numbers
         * @return the change
         */
        public static Change to(Limit limit) {
            requireNonNull(limit);
            return new Change(limit, false, false);
        }

        /**
         * Decide, count and tell listeners, but never reject, nor have a call wait.
         *
         * @return the change
         */
        public static Change shadow() {
            return SHADOW;
        }

        /**
         * Other numbers, in shadow: how many calls would they reject?
         *
         * @param limit the numbers
         * @return the change
         */
        public static Change shadow(Limit limit) {
            requireNonNull(limit);
            return new Change(limit, true, false);
        }

        /**
         * Leave the limit out.
         *
         * @return the change
         */
        public static Change off() {
            return OFF;
        }

        /** Null here would mean the annotation's own numbers: a change that changes nothing, and nobody told. */
        private static void requireNonNull(Limit limit) {
            Objects.requireNonNull(
                    limit, "The limit of a change is null; leave the change out to keep the annotation's numbers");
        }
    }
}
