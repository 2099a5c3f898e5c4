package dev.lockstitch.redis;

import dev.lockstitch.spi.Muted;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after many short deadlines, nearly all of which are met: one tick serves them all, and there is none while nothing
 * is awaited. A timer for each would cost more than what is awaited. Late by a tick at the most. The thread is our own,
 * since on a JDK 25 the timers of futures run in the common pool, which an application may have blocked. Thread-safe.
 */
final class Deadlines {

    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
    private static final long TICK_MILLIS = 10;
    private static final long IDLE_SECONDS = 5;

    private final Queue<Deadline> awaited = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "lockstitch-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    private volatile boolean closed;

    private record Deadline(Future<?> met, long atNanos, Runnable missed) {}

    Deadlines() {
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs the action, which must be short, unless the future is done in time. */
    void expect(Future<?> met, long nanos, Runnable missed) {
        awaited.add(new Deadline(met, System.nanoTime() + nanos, missed));
        goOn();
    }

    /** Completes after so long, or when this is closed. */
    CompletableFuture<Void> after(long nanos) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        expect(over, nanos, () -> over.complete(null));
        return over;
    }

    private void goOn() {
        if (closed) {
            missAll();
        } else if (ticking.compareAndSet(false, true)) {
            try {
                var unused = timer.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                missAll();
            }
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
                miss(deadline);
            }
        }
        ticking.set(false);
        if (!awaited.isEmpty()) {
            goOn();
        }
    }

    /** Nobody waits for what comes no more. */
    void close() {
        closed = true;
        timer.shutdown();
        missAll();
    }

    private void missAll() {
        for (Deadline each = awaited.poll(); each != null; each = awaited.poll()) {
            if (!each.met.isDone()) {
                miss(each);
            }
        }
    }

    /** One that fails must not be the end of the others. */
    private static void miss(Deadline deadline) {
        try {
            deadline.missed.run();
        } catch (RuntimeException | Error e) {
            LOG.error("What was to be done at a deadline failed", Muted.of(e));
        }
    }
}
