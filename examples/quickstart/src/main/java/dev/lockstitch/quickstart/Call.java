package dev.lockstitch.quickstart;

import dev.lockstitch.quickstart.shop.Sale;
import java.time.Duration;

/**
 * One purchase as a server reported it.
 *
 * @param server which server
 * @param sale what came of it
 * @param endedNanos when, on this process's {@link System#nanoTime()}: one clock for all servers
 * @param took how long it took, on the server's clock
 */
record Call(int server, Sale sale, long endedNanos, Duration took) {

    /** Whether it was under way at that time. */
    boolean spans(long nanos) {
        return endedNanos - nanos >= 0 && endedNanos - took.toNanos() - nanos <= 0;
    }

    boolean endedAfter(long nanos) {
        return endedNanos - nanos > 0;
    }
}
