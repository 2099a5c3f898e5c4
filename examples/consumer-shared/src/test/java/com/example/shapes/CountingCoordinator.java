package com.example.shapes;

import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** Grants everything, and notes each request and each release in the journal. */
final class CountingCoordinator implements Coordinator {

    @Override
    public LockOutcome lock(LockRequest request) {
        Journal.note("lock " + String.join(" ", request.keys()));
        return new LockOutcome.Granted(new NotedLock(request.key()));
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
    public LimitOutcome limit(LimitRequest request) {
        Journal.note("limit "
                + request.limits().stream()
                        .map(part -> part.name() + "/" + part.key())
                        .collect(Collectors.joining(" ")));
        return new LimitOutcome.Decided(new Granted());
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
        throw new UnsupportedOperationException("No test releases by token");
    }

    @Override
    public void close() {
        // There is nothing to close.
    }

    private record Granted() implements RateLimitDecision {

        @Override
        public boolean granted() {
            return true;
        }

        @Override
        public Duration waited() {
            return Duration.ZERO;
        }

        @Override
        public boolean enforced() {
            return true;
        }

        @Override
        public Instant decidedAt() {
            return Instant.EPOCH;
        }

        @Override
        public Duration retryAfter() {
            return Duration.ZERO;
        }

        @Override
        public List<State> limits() {
            return List.of();
        }

        @Override
        public State binding() {
            throw new IllegalStateException("No test reads the states");
        }
    }
}
