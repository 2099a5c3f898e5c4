package dev.lockstitch;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The call was over its rate limit. Has no stack trace unless the module's {@code rateLimitStackTraces} asks for it, and
 * makes its message when somebody reads it: rejecting must stay cheap.
 */
public class RateLimitExceededException extends CoordinationException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable RateLimitDecision decision;

    /** Gone once the message is made. */
    private transient @Nullable Supplier<String> later;

    /** The message, once it is made. */
    private @Nullable String text;

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
        this.text = message;
    }

    /**
     * For those who implement a coordinator or an advice, where most messages are read by nobody.
     *
     * @param message says what happened; asked at most once, when the message is read or the exception serialised
     * @param decision the decision
     * @param stackTrace whether to take a stack trace
     */
    public RateLimitExceededException(Supplier<String> message, RateLimitDecision decision, boolean stackTrace) {
        super(null, null, stackTrace);
        this.decision = decision;
        this.later = message;
    }

    /**
     * What happened: which limit was exceeded, for which key, and when to come again.
     *
     * @return the message
     */
    @Override
    public synchronized @Nullable String getMessage() {
        if (later != null) {
            text = later.get();
            later = null;
        }
        return text;
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

    /**
     * Makes the message: what makes it does not travel.
     *
     * @param out where to
     * @throws IOException when it cannot be written
     */
    private void writeObject(ObjectOutputStream out) throws IOException {
        var unused = getMessage();
        out.defaultWriteObject();
    }
}
