package dev.lockstitch.redis.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The longest time for which this machine did not let a thread run that wanted to: bounds on delays are bounds on what
 * the library adds, so that much is allowed on top.
 */
public final class Stalls implements AutoCloseable {

    private static final long NAP = TimeUnit.MILLISECONDS.toNanos(1);

    private final Thread watcher = new Thread(this::watch, "stalls");
    private volatile boolean done;
    private volatile long worstNanos;

    public Stalls() {
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch() {
        while (!done) {
            long before = System.nanoTime();
            LockSupport.parkNanos(NAP);
            worstNanos = Math.max(worstNanos, System.nanoTime() - before - NAP);
        }
    }

    public Duration worst() {
        return Duration.ofNanos(worstNanos);
    }

    public void reset() {
        worstNanos = 0;
    }

    @Override
    public void close() {
        done = true;
    }
}
