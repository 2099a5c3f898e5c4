package com.example.shapes;

import dev.lockstitch.DistributedLock;
import java.util.List;

/** Methods of a class, in every shape that a proxy or an interceptor by subclass would miss. */
public class Methods {

    /** Calls a private method. */
    public void callsPrivate(String id) {
        guardedPrivate(id);
    }

    @DistributedLock(key = "private:{id}")
    private void guardedPrivate(String id) {
        Journal.note("body private");
    }

    /** A static method. */
    @DistributedLock(key = "static:{id}")
    public static void guardedStatic(String id) {
        Journal.note("body static");
    }

    /** A final method. */
    @DistributedLock(key = "final:{id}")
    public final void guardedFinal(String id) {
        Journal.note("body final");
    }

    /** Calls a guarded public method of the same object. */
    public void callsItself(String id) {
        this.selfInvoked(id);
    }

    /** Called from within. */
    @DistributedLock(key = "self:{id}")
    public void selfInvoked(String id) {
        Journal.note("body self");
    }

    /** A synchronized method; its monitor is outside the lock. */
    @DistributedLock(key = "synchronized:{id}")
    public synchronized void guardedSynchronized(String id) {
        Journal.note("body synchronized");
    }

    /** A method with a lambda inside, which javac turns into a second method. */
    @DistributedLock(key = "lambda:{id}")
    public void withLambda(String id, List<String> names) {
        names.forEach(name -> Journal.note("body lambda " + name + " of " + id));
    }
}
