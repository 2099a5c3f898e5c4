package com.example.shapes;

import dev.lockstitch.DistributedLock;

/** An interface with bodies. */
public interface Greeter {

    /** A default method. */
    @DistributedLock(key = "default:{id}")
    default void greet(String id) {
        Journal.note("body default");
    }

    /** A static method of an interface. */
    @DistributedLock(key = "interface-static:{id}")
    static void reset(String id) {
        Journal.note("body interface-static");
    }
}
