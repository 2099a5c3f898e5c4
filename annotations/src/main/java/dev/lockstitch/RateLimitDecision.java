package dev.lockstitch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What was decided about one call, granted or not: enough to write rate-limit headers from. Immutable. */
public interface RateLimitDecision {

    /**
     * Whether the call may go ahead.
     *
     * @return true when every limit had a permit, and when nothing was enforced
     */
    boolean granted();

    /**
     * Whether a limit stood in the way of the call.
     *
     * @return false when the call went ahead because Redis could not be used, because limits are switched off, or because
     *     all of its limits stand in shadow; true under {@code LOCAL}, where this JVM enforces them
     */
    boolean enforced();

    /**
     * When it was decided, on Redis's clock; on this machine's when nothing was enforced.
     *
     * @return the instant, to the microsecond
     */
    Instant decidedAt();

    /**
     * How long to wait before the same call can be granted, if nobody else takes the permits.
     *
     * @return zero when granted; {@link #NEVER} when the cost is above the burst, so that waiting does not help
     */
    Duration retryAfter();

    /**
     * How long the call had to wait for its permits when it was decided; it begins that much later.
     *
     * @return zero when it was rejected or need not wait
     */
    Duration waited();

    /**
     * The state of each limit after the decision, in the order in which the limits were declared.
     *
     * @return the states; empty when nothing was enforced
     */
    List<State> limits();

    /**
     * The tightest limit: of a rejection the one with the longest wait, of a grant the one with the smallest share left.
     *
     * @return the state of that limit
     * @throws IllegalStateException when nothing was enforced
     */
    State binding();

    /** The {@link #retryAfter()} of a call that can never be granted. */
    Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

    /** One limit after a decision. */
    interface State {

        /**
         * The limit's name.
         *
         * @return the name
         */
        String name();

        /**
         * The key, as rendered: without the prefix, not hashed.
         *
         * @return the key
         */
        String key();

        /**
         * The limit that was applied.
         *
         * @return permits, period and burst
         */
        Limit limit();

        /**
         * The permits that could be taken at once now.
         *
         * @return a whole number from 0 to the burst
         */
        long remaining();

        /**
         * How long until the whole burst is available again if nothing more is taken.
         *
         * @return a duration, to the microsecond, rounded up
         */
        Duration resetAfter();

        /**
         * How long until this limit alone would grant the call.
         *
         * @return zero when it did, or would have; {@link #NEVER} when the cost is above the burst
         */
        Duration retryAfter();

        /**
         * Whether the limit was only tried, by an override: it rejects nobody and keeps nobody waiting.
         *
         * @return true when a positive {@link #retryAfter()} tells of a call that went ahead all the same
         */
        boolean shadow();
    }
}
