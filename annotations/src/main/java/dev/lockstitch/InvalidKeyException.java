package dev.lockstitch;

import org.jspecify.annotations.Nullable;

/** A key could not be made from a call: a value is null, empty or without a text of its own, or a variable failed. */
public class InvalidKeyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * For those who implement a coordinator or an advice.
     *
     * @param message the method, the placeholder, the key template and the remedy
     * @param cause what a property or variable threw, if anything
     */
    public InvalidKeyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
