package dev.lockstitch.quickstart.shop;

/** What came of one customer's wish for a ticket. */
public enum Sale {
    /** Sold while the server held the event's lock. */
    GUARDED,
    /** Sold without a lock: there is none on the method, or Redis could not be used. */
    UNGUARDED,
    /** No ticket was left. */
    SOLD_OUT,
    /** The call threw. */
    FAILED
}
