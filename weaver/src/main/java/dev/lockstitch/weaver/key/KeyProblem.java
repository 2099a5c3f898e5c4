package dev.lockstitch.weaver.key;

import org.jspecify.annotations.Nullable;

/** What is wrong with a value, on its way to the message that names method, template and placeholder. */
final class KeyProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeyProblem(String predicate) {
        this(predicate, null);
    }

    KeyProblem(String predicate, @Nullable Throwable cause) {
        super(predicate, cause, false, false);
    }

    String predicate() {
        return String.valueOf(getMessage());
    }
}
