package dev.lockstitch;

import java.time.Duration;

/** The lock was held by someone else until the wait time was over. Redis answered: this is never an outage. */
public class LockNotAcquiredException extends CoordinationException {

    private static final long serialVersionUID = 1L;

    /** The key, as rendered. */
    private final String key;

    /** How long the call waited. */
    private final Duration waited;

    /**
     * For those who implement a coordinator or an advice.
     *
     * @param message what happened
     * @param key the key, as rendered
     * @param waited how long the call waited
     */
    public LockNotAcquiredException(String message, String key, Duration waited) {
        super(message, null, true);
        this.key = key;
        this.waited = waited;
    }

    /**
     * The key, as rendered: without the prefix, not hashed. May hold personal data; the message shows it shortened.
     *
     * @return the key
     */
    public String key() {
        return key;
    }

    /**
     * How long the call waited.
     *
     * @return a duration
     */
    public Duration waited() {
        return waited;
    }
}
