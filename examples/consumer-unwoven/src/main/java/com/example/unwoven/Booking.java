package com.example.unwoven;

import dev.lockstitch.DistributedLock;

/** Thinks that it is guarded; nobody wove it. */
public class Booking {

    /** Books a room. */
    @DistributedLock(key = "room:{room}")
    public String book(String room) {
        return "booked " + room;
    }
}
