package dev.lockstitch.redis.lock;

import dev.lockstitch.LockMode;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.List;

/**
 * What one caller wants of one key, settled when it comes.
 *
 * @param names the names of all that is kept for the key in Redis
 * @param floor the least fencing token that will do
 * @param goesLocal whether it is to be coordinated inside this JVM while Redis cannot be used
 */
record Wanted(
        LockRequest request,
        String key,
        List<String> names,
        Lease lease,
        long floor,
        long startNanos,
        long deadlineNanos,
        boolean goesLocal) {

    static Wanted of(RedisLocks locks, LockRequest request, String key, long floor, long deadlineNanos) {
        return new Wanted(
                request,
                key,
                locks.scripts().names(key),
                locks.leaseFor(request),
                floor,
                System.nanoTime(),
                deadlineNanos,
                locks.goesLocal(request));
    }

    @Override
    public String toString() {
        return "Wanted[" + KeyText.shown(key) + ", " + request + "]";
    }

    LockMode mode() {
        return request.mode();
    }

    /** Whether callers of one JVM take turns in memory: fair ones and readers stand in Redis's queue each. */
    boolean takesTurns() {
        return !request.fair() && mode() == LockMode.EXCLUSIVE && isInTime();
    }

    boolean isInTime() {
        return leftNanos() > 0;
    }

    long leftNanos() {
        return deadlineNanos - System.nanoTime();
    }

    Duration waited() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    long minHoldNanos() {
        return request.minHoldTime().toNanos();
    }
}
