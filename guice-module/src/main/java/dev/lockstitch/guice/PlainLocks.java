package dev.lockstitch.guice;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Locks;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Locks switched off: grants every one. */
final class PlainLocks implements Locks {

    private final AtomicLong lastFence = new AtomicLong();

    @Override
    public Answer<LockOutcome> lock(LockRequest request) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before the lock was asked for");
        }
        return granted(request);
    }

    @Override
    public CompletableFuture<Answer<LockOutcome>> lockAsync(LockRequest request, Duration linger) {
        return CompletableFuture.completedFuture(granted(request));
    }

    private Answer<LockOutcome> granted(LockRequest request) {
        long fence =
                lastFence.accumulateAndGet(System.currentTimeMillis() * 1000, (last, now) -> Math.max(last + 1, now));
        return new Answer.Reply<>(new LockOutcome.Granted(new PlainLock(request.keys(), fence)));
    }

    @Override
    public Answer<Boolean> release(String key, String token) {
        return new Answer.Reply<>(true);
    }

    @Override
    public void elsewhere(Runnable errand) {
        errand.run();
    }

    @Override
    public void close() {
        // Nothing is held anywhere.
    }
}
