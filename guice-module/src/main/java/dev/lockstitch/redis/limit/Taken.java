package dev.lockstitch.redis.limit;

import java.util.List;

/**
 * What a granted call took, and from where: enough to give it back.
 *
 * @param home where it was taken
 * @param parts what was taken
 */
record Taken(Home home, List<Part> parts) {

    /** Where permits come from. */
    enum Home {
        /** From Redis. */
        REDIS,
        /** From this JVM, while Redis could not be used. */
        LOCAL
    }

    /**
     * What was taken from one limit.
     *
     * @param bucket the limit and the cost
     * @param startMicros when the call was to start, on the clock of where it was taken; zero when it need not wait
     */
    record Part(Bucket bucket, long startMicros) {}
}
