package dev.lockstitch.weaver;

import dev.lockstitch.HeldLock;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Grants one and the same lock to everybody, and keeps nothing: what a call costs beside it is the advice's. */
final class GrantingCoordinator implements Coordinator {

    private static final LockOutcome GRANTED = new LockOutcome.Granted(new Nothing());

    private volatile int lastLength;

    @Override
    public LockOutcome lock(LockRequest request) {
        lastLength = request.key().length();
        return GRANTED;
    }

    @Override
    public CompletableFuture<LockOutcome> lockAsync(LockRequest request, Duration linger) {
        return CompletableFuture.completedFuture(lock(request));
    }

    @Override
    public Executor executor() {
        return Runnable::run;
    }

    @Override
    public boolean isRedisAvailable() {
        return lastLength > 0;
    }

    @Override
    public LimitOutcome limit(LimitRequest request) {
        throw new AssertionError("no limits here");
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
        throw new AssertionError("the advice never releases by token");
    }

    @Override
    public void close() {}

    private static final class Nothing implements HeldLock {

        private final HeldLock inner = new FakeLock("k", new ArrayList<>());

        @Override
        public String key() {
            return inner.key();
        }

        @Override
        public long fencingToken() {
            return inner.fencingToken();
        }

        @Override
        public boolean isHeld() {
            return true;
        }

        @Override
        public void assertHeld() {}

        @Override
        public Duration remaining() {
            return inner.remaining();
        }

        @Override
        public void onLost(Runnable action) {}

        @Override
        public String token() {
            return inner.token();
        }

        @Override
        public boolean extend(Duration by) {
            return true;
        }

        @Override
        public void close() {}
    }
}
