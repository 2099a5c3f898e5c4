package dev.lockstitch;

/** Who may hold a lock together with whom. */
public enum LockMode {
    /** One holder alone. */
    EXCLUSIVE,
    /** Any number of shared holders together, but none beside an exclusive one. */
    SHARED
}
