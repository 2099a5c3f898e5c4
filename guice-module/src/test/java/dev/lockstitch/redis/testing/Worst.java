package dev.lockstitch.redis.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How long the slowest of many calls took. Thread-safe. */
public final class Worst {

    private final AtomicLong nanos = new AtomicLong();
    private volatile long sinceNanos = System.nanoTime();

    /** A call that began then is over. */
    public void note(long startNanos) {
        // What it had waited before that is none of what is asked about: for the first contact, say.
        long from = Math.max(startNanos, sinceNanos);
        nanos.accumulateAndGet(System.nanoTime() - from, Math::max);
    }

    public Duration get() {
        return Duration.ofNanos(nanos.get());
    }

    /** Begins anew: of calls that are under way, what is yet to come counts. */
    public void forget() {
        sinceNanos = System.nanoTime();
        nanos.set(0);
    }
}
