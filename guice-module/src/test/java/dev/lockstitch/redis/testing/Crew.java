package dev.lockstitch.redis.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Threads that do one thing again and again, each its own, until this is closed. */
public final class Crew implements AutoCloseable {

    /** What one of them does. */
    public interface Task {
        void run() throws Exception;
    }

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean done;

    public void start(String name, Task task) {
        Thread thread = new Thread(() -> repeat(task), name);
        threads.add(thread);
        thread.start();
    }

    private void repeat(Task task) {
        try {
            while (!done) {
                task.run();
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Waits for their end; rethrows what went wrong first. */
    @Override
    public void close() throws InterruptedException {
        done = true;
        Ends.await(threads, Duration.ofMinutes(1));
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new AssertionError("A call under load failed", thrown);
        }
    }
}
