package dev.lockstitch.spi;

import dev.lockstitch.Limit;
import dev.lockstitch.OnUnavailable;
import java.util.List;

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
        limits = List.copyOf(limits);
        if (limits.isEmpty()) {
            throw new IllegalArgumentException("A decision needs a limit");
        }
        for (int i = 1; i < limits.size(); i++) {
            checkNew(limits.get(i), limits.subList(0, i));
        }
    }

    private static void checkNew(Part part, List<Part> earlier) {
        for (Part other : earlier) {
            if (part.name().equals(other.name()) && part.key().equals(other.key())) {
                throw new IllegalArgumentException("Two limits of one call have the same name and key");
            }
        }
    }

    static LimitRequest inCode(String key, Limit limit, long cost) {
        return new LimitRequest(List.of(new Part("", key, limit, cost)), OnUnavailable.DEFAULT);
    }

    /**
     * One limit and what is asked of it.
     *
     * @param name the limit's stable name; empty in code
     * @param key the rendered key, not empty
     * @param limit the limit
     * @param cost the permits to take, from 0; more than the burst is rejected for good
     */
    public record Part(String name, String key, Limit limit, long cost) {

        /**
         * Checks key and cost.
         *
         * @param name the limit's stable name; empty in code
         * @param key the rendered key, not empty
         * @param limit the limit
         * @param cost the permits to take, from 0
         * @throws IllegalArgumentException that says what is wrong
         */
        public Part {
            if (key.isEmpty()) {
                throw new IllegalArgumentException("The key of a limit is empty");
            }
            if (cost < 0) {
                throw new IllegalArgumentException("cost = " + cost + " is negative");
            }
        }
    }
}
