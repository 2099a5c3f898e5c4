package dev.lockstitch;

import org.jspecify.annotations.Nullable;

/**
 * The call was over its rate limit. Has no stack trace unless the module's {@code rateLimitStackTraces} asks for it:
 * rejecting must stay cheap.
 */
public class RateLimitExceededException extends CoordinationException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable RateLimitDecision decision;

    /**
     * For those who implement a coordinator or an advice.
     *
     * @param message what happened
     * @param decision the decision
     * @param stackTrace whether to take a stack trace
     */
    public RateLimitExceededException(String message, RateLimitDecision decision, boolean stackTrace) {
        super(message, null, stackTrace);
        this.decision = decision;
    }

    /**
     * The decision: which limit bound, what remains of each, and when to come again.
     *
     * @return the decision
     * @throws IllegalStateException when this exception was deserialised: decisions do not travel
     */
    public RateLimitDecision decision() {
        if (decision == null) {
            throw new IllegalStateException("The decision was lost when this exception was serialised");
        }
        return decision;
    }
}
