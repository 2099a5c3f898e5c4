package dev.lockstitch.redis;

import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.LimitRequest;
import java.util.List;

/** The floor above that knows limits. */
public interface Limits {

    /**
     * Decides about all limits of one call.
     *
     * @param limits the limits
     * @return the decision, or why Redis cannot be used
     * @throws InterruptedException when interrupted
     */
    Answer<RateLimitDecision> decide(List<LimitRequest.Part> limits) throws InterruptedException;

    /**
     * A decision that was not made: granted, not enforced, without states.
     *
     * @return the decision, made now on this machine's clock
     */
    RateLimitDecision unenforced();
}
