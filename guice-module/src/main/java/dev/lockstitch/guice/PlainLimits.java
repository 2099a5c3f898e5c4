package dev.lockstitch.guice;

import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.AppliedLimit;
import dev.lockstitch.redis.Limits;
import dev.lockstitch.redis.limit.RateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Limits switched off: grants every permit. */
final class PlainLimits implements Limits {

    @Override
    public Answer<RateLimitDecision> decide(List<AppliedLimit> limits) {
        return new Answer.Reply<>(unenforced());
    }

    @Override
    public CompletableFuture<Answer<RateLimitDecision>> decideAsync(List<AppliedLimit> limits, Duration linger) {
        return CompletableFuture.completedFuture(decide(limits));
    }

    @Override
    public Answer<RateLimitDecision> decideLocally(List<AppliedLimit> limits) {
        return decide(limits);
    }

    @Override
    public CompletableFuture<Answer<RateLimitDecision>> decideLocallyAsync(List<AppliedLimit> limits) {
        return CompletableFuture.completedFuture(decide(limits));
    }

    @Override
    public CompletableFuture<Boolean> refund(RateLimitDecision decision) {
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public RateLimitDecision unenforced() {
        return RateLimiter.unenforced(Instant.now());
    }

    @Override
    public boolean isOff() {
        return true;
    }

    @Override
    public void close() {}
}
