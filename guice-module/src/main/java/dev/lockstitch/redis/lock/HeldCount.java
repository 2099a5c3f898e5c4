package dev.lockstitch.redis.lock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** How many locks are held: nothing but two adders on the way of a call. */
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
        long held = taken.sum() - given.sum();
        while (held > 0
                && System.nanoTime() - end < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_NANOS);
            held = taken.sum() - given.sum();
        }
        return held;
    }
}
