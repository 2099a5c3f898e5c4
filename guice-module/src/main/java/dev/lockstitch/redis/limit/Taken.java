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
     * What was taken from one limit, and where in its line.
     *
     * @param bucket the limit and the cost
     * @param startMicros when the call was to start, on the clock of where it was taken; zero when it need not wait
     * @param added the ticks that were owed more afterwards: the cost, and what passes until a start for which another
     *     limit has the call wait
     * @param beforeMicros when the one before it in line starts at the latest; zero when there was none
     */
    record Part(Bucket bucket, long startMicros, long added, long beforeMicros) {

        /** What a call took that no other limit keeps waiting. */
        static Part alone(Bucket bucket, long startMicros) {
            long before = startMicros == 0
                    ? 0
                    : startMicros - bucket.cost() / bucket.rate().micro();
            return new Part(bucket, startMicros, bucket.cost(), before);
        }

        /** Whether they are places in the same line that differ in their time alone. */
        boolean isLike(Part other) {
            return bucket.cost() == other.bucket.cost()
                    && bucket.isLike(other.bucket)
                    && LimitId.of(bucket.asked()).equals(LimitId.of(other.bucket.asked()));
        }
    }

    /** Whether whoever has the one could as well have the other, but for the time. */
    boolean isLike(Taken other) {
        if (home != other.home || parts.size() != other.parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).isLike(other.parts.get(i))) {
                return false;
            }
        }
        return true;
    }
}
