package dev.lockstitch.quickstart.shop;

/** Where all servers keep their tickets. Like many a database, it does what it is told and guards nothing. */
interface TicketStore {

    /** How many seats are free; the highest of them is the next to be sold. */
    int freeSeats(String event);

    /** Records the seat as sold and leaves {@code seat - 1} free. */
    void sell(String event, int seat, boolean guarded);
}
