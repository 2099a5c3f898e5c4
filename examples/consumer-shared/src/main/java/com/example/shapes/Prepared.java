package com.example.shapes;

import dev.lockstitch.DistributedLock;

/** Calls a guarded method from its constructor. */
public class Prepared {

    /** Prepares at once. */
    public Prepared(String id) {
        prepare(id);
    }

    @DistributedLock(key = "constructor:{id}")
    private void prepare(String id) {
        Journal.note("body constructor");
    }
}
