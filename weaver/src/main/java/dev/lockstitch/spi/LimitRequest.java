package dev.lockstitch.spi;

import dev.lockstitch.Limit;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.syntax.Bounds;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one call, decided together: all or nothing. Immutable; checked once, here.
 *
 * @param limits at least one limit, no two with the same name and key
 * @param onUnavailable the reaction to an outage
 */
public record LimitRequest(List<Part> limits, OnUnavailable onUnavailable) {

    /**
     * Checks that there is a limit and none twice.
     *
     * @param limits at least one limit, no two with the same name and key
     * @param onUnavailable the reaction to an outage
     * @throws IllegalArgumentException when there is none, or one twice
     */
    public LimitRequest {
        Objects.requireNonNull(onUnavailable, "onUnavailable is null; DEFAULT is what the module says");
        limits = List.copyOf(limits);
        if (limits.isEmpty()) {
            throw new IllegalArgumentException(
                    "A decision needs a limit, and the list of limits is empty; give at least one");
        }
        for (int i = 1; i < limits.size(); i++) {
            for (int j = 0; j < i; j++) {
                checkDifferent(limits.get(i), limits.get(j));
            }
        }
    }

    private static void checkDifferent(Part part, Part other) {
        if (part.key().equals(other.key()) && part.name().equals(other.name())) {
            throw new IllegalArgumentException("Two limits of one call have the same name and key: "
                    + (part.name().isEmpty() ? "no name" : KeyText.shown(part.name())) + " and "
                    + KeyText.shown(part.key()) + "; give them different names, or keep one");
        }
    }

    /**
     * One limit that stands in code; one permit of it, without waiting. Its name is empty, so that it never meets one of
     * an annotation, and no override is looked up for it.
     *
     * @param key the key, not empty
     * @param limit the limit
     * @return the request
     * @throws IllegalArgumentException when the key is empty
     */
    public static LimitRequest of(String key, Limit limit) {
        return of(new Part("", key, limit, 1, Duration.ZERO));
    }

    /**
     * Limits that are decided together.
     *
     * @param limits at least one limit, no two with the same name and key
     * @return the request
     * @throws IllegalArgumentException when there is none, or one twice
     */
    public static LimitRequest of(Part... limits) {
        return new LimitRequest(List.of(limits), OnUnavailable.DEFAULT);
    }

    /**
     * The same for another cost, of each limit.
     *
     * @param cost the permits to take, from 0
     * @return the request
     * @throws IllegalArgumentException when the cost is negative
     */
    public LimitRequest cost(long cost) {
        return new LimitRequest(limits.stream().map(part -> part.cost(cost)).toList(), onUnavailable);
    }

    /**
     * The same with a wait, for each limit.
     *
     * @param waitTime how long to wait for the permits, from zero to 365 days
     * @return the request
     * @throws IllegalArgumentException when it is out of bounds
     */
    public LimitRequest waitTime(Duration waitTime) {
        return new LimitRequest(
                limits.stream().map(part -> part.waitTime(waitTime)).toList(), onUnavailable);
    }

    /**
     * The same with another reaction to an outage.
     *
     * @param reaction the reaction
     * @return the request
     */
    public LimitRequest onUnavailable(OnUnavailable reaction) {
        return new LimitRequest(limits, reaction);
    }

    /**
     * One limit and what is asked of it.
     *
     * @param name the limit's stable name; empty in code
     * @param key the rendered key, not empty
     * @param limit the limit; null: an override has to supply it
     * @param cost the permits to take, from 0; more than the burst is rejected for good
     * @param waitTime how long to wait for them, from zero to 365 days
     */
    public record Part(String name, String key, @Nullable Limit limit, long cost, Duration waitTime) {

        /**
         * Checks key, cost and wait.
         *
         * @param name the limit's stable name; empty in code
         * @param key the rendered key, not empty
         * @param limit the limit; null: an override has to supply it
         * @param cost the permits to take, from 0
         * @param waitTime how long to wait for them
         * @throws IllegalArgumentException that says what is wrong
         */
        public Part {
            Objects.requireNonNull(name, "name is null; \"\" is a limit without one");
            KeyText.require("limit", key);
            if (cost < 0) {
                throw new IllegalArgumentException("cost = " + cost
                        + " is negative; a call takes 0 permits or more, and" + " Coordinator.refund gives some back");
            }
            Bounds.time("waitTime", waitTime, "say how long to wait for the permits, or zero to be rejected at once");
        }

        @Override
        public String toString() {
            return "Part[name=" + KeyText.shown(name) + ", key=" + KeyText.shown(key) + ", limit=" + limit + ", cost="
                    + cost + ", waitTime=" + waitTime + "]";
        }

        private Part cost(long other) {
            return new Part(name, key, limit, other, waitTime);
        }

        private Part waitTime(Duration other) {
            return new Part(name, key, limit, cost, other);
        }
    }
}
