package dev.lockstitch.redis.lock;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the application's reactions to a loss, on threads that nothing else waits for. */
final class Callbacks {

    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
    private static final int THREADS = 4;

    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "lockstitch-callback");
                thread.setDaemon(true);
                return thread;
            });

    Callbacks() {
        executor.allowCoreThreadTimeOut(true);
    }

    void run(Runnable action) {
        try {
            executor.execute(() -> guarded(action));
        } catch (RejectedExecutionException e) {
            LOG.warn("A lock was lost as the coordinator closed: its onLost action was not run");
        }
    }

    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.error("An onLost action failed", e);
        }
    }

    void close() {
        executor.shutdown();
    }
}
