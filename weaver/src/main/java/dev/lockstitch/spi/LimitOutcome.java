package dev.lockstitch.spi;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.RateLimitDecision;

/** What came of a {@link LimitRequest}. The coordinator has applied the reaction to an outage already. */
public sealed interface LimitOutcome {

    /**
     * Redis decided, one way or the other.
     *
     * @param decision the decision
     */
    record Decided(RateLimitDecision decision) implements LimitOutcome {}

    /**
     * Run the body: Redis cannot be used and the call is to proceed. Logged already.
     *
     * @param decision granted, not enforced, without states
     */
    record Unguarded(RateLimitDecision decision) implements LimitOutcome {}

    /** Do not run the body and return nothing: Redis cannot be used and the call is to be skipped. Logged already. */
    record Skipped() implements LimitOutcome {}

    /**
     * Do not run the body: Redis cannot be used and the call is to fail.
     *
     * @param exception what to throw
     */
    record Unavailable(CoordinationUnavailableException exception) implements LimitOutcome {}
}
