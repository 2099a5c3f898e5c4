package dev.lockstitch.redis.lock;

import dev.lockstitch.spi.Muted;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what must not hold up the thread that has it done, on a few threads of one purpose. */
final class Callbacks {

    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
    private static final int THREADS = 4;

    private final ThreadPoolExecutor executor;

    Callbacks(String name) {
        executor = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    /** False when it is closed. */
    boolean run(Runnable action) {
        try {
            executor.execute(() -> guarded(action));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.error("What was to be done when a lock was lost or given back failed", Muted.of(e));
        }
    }

    void close() {
        executor.shutdown();
    }
}
