package dev.lockstitch;

/** What a call does that is over its rate limit. */
public enum OnLimit {
    /** Throws {@link RateLimitExceededException}. */
    THROW,
    /**
     * Returns nothing without running the body: {@code null}, or the empty {@code Optional}, {@code OptionalInt},
     * {@code OptionalLong} or {@code OptionalDouble}. Refused on a method that returns a primitive.
     */
    SKIP
}
