package dev.lockstitch.redis;

import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks after many short deadlines, nearly all of which are met: one tick serves them all, and there is none while nothing
 * is awaited. A timer for each would cost more than what is awaited. Late by a tick at the most. Thread-safe.
 */
final class Deadlines {

    private static final Executor NEXT_TICK =
            CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS, Runnable::run);

    private final Queue<Deadline> awaited = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ticking = new AtomicBoolean();

    private record Deadline(Future<?> met, long atNanos, Runnable missed) {}

    /** Runs the action, which must be short, unless the future is done in time. */
    void expect(Future<?> met, long nanos, Runnable missed) {
        awaited.add(new Deadline(met, System.nanoTime() + nanos, missed));
        if (ticking.compareAndSet(false, true)) {
            NEXT_TICK.execute(this::tick);
        }
    }

    private void tick() {
        long now = System.nanoTime();
        for (Iterator<Deadline> each = awaited.iterator(); each.hasNext(); ) {
            Deadline deadline = each.next();
            if (deadline.met.isDone()) {
                each.remove();
            } else if (deadline.atNanos - now <= 0) {
                each.remove();
                deadline.missed.run();
            }
        }
        ticking.set(false);
        if (!awaited.isEmpty() && ticking.compareAndSet(false, true)) {
            NEXT_TICK.execute(this::tick);
        }
    }
}
