package com.example.shapes;

import dev.lockstitch.DistributedLock;

/** Has two methods named handle: this one and the bridge, which bears the same annotation. */
public class SeatHandler implements Handler<Seat> {

    @Override
    @DistributedLock(key = "bridge:{seat.row}")
    public void handle(Seat seat) {
        Journal.note("body bridge");
    }
}
