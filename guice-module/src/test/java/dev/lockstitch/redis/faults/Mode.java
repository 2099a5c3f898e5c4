package dev.lockstitch.redis.faults;

import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** The modes in which a lock is taken. */
enum Mode {
    PLAIN,
    NO_WAIT,
    SHARED,
    FAIR,
    SEVERAL,
    LATER;

    LockRequest request(String key) {
        LockRequest plain = LockRequest.of(key);
        return switch (this) {
            case NO_WAIT -> plain.waitTime(Duration.ZERO);
            case SHARED -> plain.shared();
            case FAIR -> plain.fair(true);
            case SEVERAL -> LockRequest.of("a-" + key, key, "z-" + key);
            default -> plain;
        };
    }

    /** Runs a body under the lock; the caller waits for its end. */
    <T> T run(Coordinator coordinator, LockRequest request, Callable<T> body) throws Exception {
        return this == LATER
                ? coordinator.withLockAsync(request, () -> completed(body)).join()
                : coordinator.withLock(request, body);
    }

    private static <T> CompletableFuture<T> completed(Callable<T> body) {
        try {
            return CompletableFuture.completedFuture(body.call());
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
