package dev.lockstitch.redis;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where bodies run that had to wait without blocking, unless the application gives an executor: a few daemon threads, made
 * when they are needed.
 */
final class Bodies implements Executor {

    private static final int THREADS = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "lockstitch-body");
                thread.setDaemon(true);
                return thread;
            });

    Bodies() {
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            // Closed: what is left to do is to give a lock back, or to tell that there is none.
            task.run();
        }
    }

    void close() {
        threads.shutdown();
    }
}
