package dev.lockstitch;

/** What a call does while Redis cannot be used. An outage is never reported as contention or as a limit exceeded. */
public enum OnUnavailable {
    /** What the Guice module says; {@link #PROCEED} unless the module was told otherwise. */
    DEFAULT,
    /** Runs the body without coordination; a warning is logged on the change of state and then once per interval. */
    PROCEED,
    /**
     * Coordinates inside this JVM only: a lock excludes the calls of this JVM, a limit is enforced as it stands for the
     * calls of this JVM, so that N servers together admit up to N times as much, beside what Redis had granted before.
     */
    LOCAL,
    /** Does not run the body and returns nothing, as {@link OnContention#SKIP} does: for best-effort jobs. */
    SKIP,
    /** Throws {@link CoordinationUnavailableException} without running the body. */
    FAIL
}
