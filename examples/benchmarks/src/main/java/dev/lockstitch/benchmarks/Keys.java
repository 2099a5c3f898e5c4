package dev.lockstitch.benchmarks;

/** Which keys the calls of a load lock, or ask for permits. */
enum Keys {
    /** All the same: the hot key. */
    ONE,
    /** Each thread its own: nobody waits. */
    OWN,
    /** Each call any of {@link Load#MANY}: the keys of many users. */
    MANY,
    /** All the same, until the limit says no. */
    UNTIL_FULL,
    /** Each call another, never seen before and never again; the load is over after a number of calls. */
    FRESH,
    /** The same as a call around it, on the same thread: re-entrance. */
    HELD
}
