package dev.lockstitch.redis;

/**
 * Why Redis did not do what it was asked. What Redisson threw is not part of it: that carries raw keys.
 *
 * @param kind what sort of failure
 * @param reason what happened, for a log line: no key, no value, no password in it
 * @param remedy what to do about it; empty when there is nothing but to wait
 */
public record Failure(Kind kind, String reason, String remedy) {

    /** What is told once the coordinator is closed. */
    public static final Failure CLOSED = new Failure(
            Kind.CLOSED, "this coordinator was closed", "close the coordinator only after the last guarded call");

    /** Sorts of failure, and how loud they are. */
    public enum Kind {
        /** Redis cannot be used for now: a warning. */
        UNAVAILABLE,
        /** Redis cannot be used until somebody mends it (out of memory, cannot persist): an error. */
        BROKEN,
        /** Redis refuses us (password, right, type, protocol): an error with the remedy. */
        MISCONFIGURED,
        /** A replica answers where the primary should: a warning, and an error when it lasts. */
        READ_ONLY,
        /** One key holds something that is not ours: an error, but the others are coordinated. */
        FOREIGN_VALUE,
        /** Redis refuses what one call asks: an error, but the others are coordinated. */
        REFUSED,
        /** Redis answers others, but one call had to go without an answer: an error. */
        UNANSWERED,
        /** Our own connections are all taken: no outage, never a reason to go unguarded. */
        SATURATED,
        /** The coordinator was closed. */
        CLOSED
    }

    /**
     * Whether nobody can be coordinated, so that the breaker opens.
     *
     * @return false when only this call or key failed
     */
    public boolean isOutage() {
        return switch (kind) {
            case UNAVAILABLE, BROKEN, MISCONFIGURED, READ_ONLY -> true;
            case FOREIGN_VALUE, REFUSED, UNANSWERED, SATURATED, CLOSED -> false;
        };
    }

    /**
     * Reason and remedy in one text.
     *
     * @return for log lines and messages
     */
    public String text() {
        return remedy.isEmpty() ? reason : reason + ": " + remedy;
    }
}
