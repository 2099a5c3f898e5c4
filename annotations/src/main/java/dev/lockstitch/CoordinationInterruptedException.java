package dev.lockstitch;

/**
 * The thread was interrupted before or while it asked for a lock or permit, in a method that does not declare
 * {@link InterruptedException}. The thread's interrupt flag is set; nothing is left locked; the body did not run.
 */
public class CoordinationInterruptedException extends CoordinationException {

    private static final long serialVersionUID = 1L;

    /**
     * For those who implement a coordinator or an advice.
     *
     * @param message what was interrupted
     * @param cause the interruption
     */
    public CoordinationInterruptedException(String message, InterruptedException cause) {
        super(message, cause, true);
    }
}
