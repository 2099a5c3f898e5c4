package com.example.shapes;

import dev.lockstitch.DistributedLock;

/** A record with a guarded method. */
public record Seat(String row, int number) {

    /** Guarded by this record's own components. */
    @DistributedLock(key = "record:{this.row}:{this.number}")
    public void reserve() {
        Journal.note("body record");
    }
}
