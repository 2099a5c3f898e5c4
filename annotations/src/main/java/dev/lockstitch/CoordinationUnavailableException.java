package dev.lockstitch;

import org.jspecify.annotations.Nullable;

/** Redis could not be used, and the call was told to fail then ({@link OnUnavailable#FAIL}). The body did not run. */
public class CoordinationUnavailableException extends CoordinationException {

    private static final long serialVersionUID = 1L;

    /**
     * For those who implement a coordinator.
     *
     * @param message what cannot be used, why, and what to do
     * @param cause what Redis or the connection said, if anything
     */
    public CoordinationUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause, true);
    }
}
