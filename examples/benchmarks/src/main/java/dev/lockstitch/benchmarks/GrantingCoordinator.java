package dev.lockstitch.benchmarks;

import dev.lockstitch.HeldLock;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Grants every lock at no cost, so that what is left to measure is the advice. */
final class GrantingCoordinator implements Coordinator {

    private static final LockOutcome GRANTED = new LockOutcome.Granted(new Nothing());

    @Override
    public LockOutcome lock(LockRequest request) {
        return GRANTED;
    }

    @Override
    public CompletableFuture<LockOutcome> lockAsync(LockRequest request, Duration linger) {
        return CompletableFuture.completedFuture(GRANTED);
    }

    @Override
    public Executor executor() {
        return Runnable::run;
    }

    @Override
    public LimitOutcome limit(LimitRequest request) {
        throw new UnsupportedOperationException("no limit is measured");
    }

    @Override
    public boolean isRedisAvailable() {
        return true;
    }

    @Override
    public CompletableFuture<LimitOutcome> limitAsync(LimitRequest request, Duration linger) {
        return CompletableFuture.completedFuture(limit(request));
    }

    @Override
    public CompletableFuture<Boolean> refundAsync(RateLimitDecision decision) {
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public boolean release(String key, String token) {
        throw new UnsupportedOperationException("no lock is released by token");
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private record Nothing() implements HeldLock {

        @Override
        public String key() {
            return "";
        }

        @Override
        public long fencingToken() {
            return 1;
        }

        @Override
        public boolean isHeld() {
            return true;
        }

        @Override
        public void assertHeld() {
            // Held for ever.
        }

        @Override
        public Duration remaining() {
            return Duration.ofSeconds(30);
        }

        @Override
        public void onLost(Runnable action) {
            // Never lost.
        }

        @Override
        public String token() {
            return "";
        }

        @Override
        public boolean extend(Duration by) {
            return true;
        }

        @Override
        public void close() {
            // Nobody waits.
        }
    }
}
