package dev.lockstitch.redis.lock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** How many locks are held or asked for: nothing but two adders on the way of a call. */
final class HeldCount {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final LongAdder taken = new LongAdder();
    private final LongAdder given = new LongAdder();

    void increment() {
        taken.increment();
    }

    void decrement() {
        given.increment();
    }

    /** Waits until none is held, at most so long; how many still are. */
    long awaitNone(long nanos) {
        long end = System.nanoTime() + nanos;
        long held = atMost();
        while (held > 0
                && System.nanoTime() - end < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_NANOS);
            held = atMost();
        }
        return held;
    }

    /** What is given back in between counts as held yet, never the other way round. */
    private long atMost() {
        long before = given.sum();
        return taken.sum() - before;
    }
}
