package dev.lockstitch.redis.testing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The ends of threads, which are awaited, and not for ever. */
public final class Ends {

    private Ends() {}

    /** Fails with what the first of those is doing that have not ended by then. */
    public static void await(List<Thread> threads, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (Thread thread : threads) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            if (thread.isAlive()) {
                AssertionError hangs = new AssertionError("Thread \"" + thread.getName() + "\" does not end");
                hangs.setStackTrace(thread.getStackTrace());
                throw hangs;
            }
        }
    }
}
