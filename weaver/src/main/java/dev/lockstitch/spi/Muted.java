package dev.lockstitch.spi;

import org.jspecify.annotations.Nullable;

/**
 * What somebody else's code threw, as it may stand in our log: types and stack traces, but not the texts, which may hold
 * keys and secrets.
 */
public final class Muted extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int DEEPEST = 20;

    private Muted(Throwable thrown, @Nullable Throwable cause) {
        super(
                thrown.getClass().getName() + " (its text is withheld, as it may hold keys or secrets)",
                cause,
                false,
                true);
        setStackTrace(thrown.getStackTrace());
    }

    /**
     * Takes the texts away.
     *
     * @param thrown what was thrown
     * @return its likeness, with that of its causes
     */
    public static Muted of(Throwable thrown) {
        return of(thrown, DEEPEST);
    }

    private static Muted of(Throwable thrown, int deepest) {
        Throwable cause = thrown.getCause();
        return new Muted(thrown, cause == null || deepest == 0 ? null : of(cause, deepest - 1));
    }
}
