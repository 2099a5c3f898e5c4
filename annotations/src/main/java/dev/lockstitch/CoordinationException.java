package dev.lockstitch;

import org.jspecify.annotations.Nullable;

/** A call did not run because of its lock or limit. Whatever a method's own body throws is never wrapped in this. */
public class CoordinationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * For subclasses.
     *
     * @param message what happened, to what, and what to do; null where a subclass makes it later
     * @param cause what it came from, if anything
     * @param stackTrace whether to take a stack trace
     */
    protected CoordinationException(@Nullable String message, @Nullable Throwable cause, boolean stackTrace) {
        super(message, cause, stackTrace, stackTrace);
    }
}
