package dev.lockstitch.benchmarks;

/**
 * Makes an {@link Alternative} whose body runs only within a limit.
 *
 * @param name what the tables call it, without spaces
 * @param limits whether it limits; a floor that does not has no place where most calls are to be rejected
 * @param opening connects
 */
public record LimitProvider(String name, boolean limits, Opening opening) {

    Alternative open(String redisUrl, Quota quota) {
        return opening.open(redisUrl, quota);
    }

    /** How to begin. */
    @FunctionalInterface
    public interface Opening {

        /**
         * Connects.
         *
         * @param redisUrl the server
         * @param quota the limit of every key
         * @return ready for use
         */
        Alternative open(String redisUrl, Quota quota);
    }
}
