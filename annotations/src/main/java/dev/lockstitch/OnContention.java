package dev.lockstitch;

/** What a call does that did not get its lock within the wait time. */
public enum OnContention {
    /** Throws {@link LockNotAcquiredException}. */
    THROW,
    /**
     * Returns nothing without running the body: {@code null}, or the empty {@code Optional}, {@code OptionalInt},
     * {@code OptionalLong} or {@code OptionalDouble}; a completed stage or future of {@code null}; an empty {@code Mono} or
     * {@code Flux}. Refused on a method that returns a primitive.
     */
    SKIP
}
