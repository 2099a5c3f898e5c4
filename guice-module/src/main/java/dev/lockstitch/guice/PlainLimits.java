package dev.lockstitch.guice;

import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Limits;
import dev.lockstitch.redis.limit.RateLimiter;
import dev.lockstitch.spi.LimitRequest;
import java.time.Instant;
import java.util.List;

/** Limits switched off: grants every permit. */
final class PlainLimits implements Limits {

    @Override
    public Answer<RateLimitDecision> decide(List<LimitRequest.Part> limits) {
        return new Answer.Reply<>(unenforced());
    }

    @Override
    public RateLimitDecision unenforced() {
        return RateLimiter.unenforced(Instant.now());
    }
}
