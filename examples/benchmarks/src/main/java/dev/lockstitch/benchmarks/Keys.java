package dev.lockstitch.benchmarks;

/** Which keys the calls of a load lock. */
enum Keys {
    /** All the same: the hot key. */
    ONE,
    /** Each thread its own: nobody waits. */
    OWN,
    /** Each call another, never seen before and never again; the load is over after a number of calls. */
    FRESH,
    /** The same as a call around it, on the same thread: re-entrance. */
    HELD
}
