package dev.lockstitch.redis.limit;

import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Limits;
import dev.lockstitch.redis.Redis;
import dev.lockstitch.redis.Script;
import dev.lockstitch.spi.LimitRequest;
import java.time.Instant;
import java.util.List;

/**
 * Decides about calls under rate limits: one script, hence one command, per decision. No more than burst plus rate ×
 * time is ever granted, on Redis's clock, whoever asks and from wherever. Thread-safe.
 */
public final class RateLimiter implements Limits {

    private static final Script<String> GCRA = Script.text(RateLimiter.class, "gcra.lua");

    private final Redis redis;
    private final KeyNames names;

    /**
     * A limiter; cheap, it holds nothing.
     *
     * @param redis where the script runs
     * @param names the names of the keys
     */
    public RateLimiter(Redis redis, KeyNames names) {
        this.redis = redis;
        this.names = names;
    }

    @Override
    public Answer<RateLimitDecision> decide(List<LimitRequest.Part> limits) throws InterruptedException {
        List<Bucket> buckets = limits.stream().map(Bucket::of).toList();
        Answer<String> answer = redis.ask(GCRA, keys(limits), arguments(buckets));
        if (answer instanceof Answer.Reply<String> reply) {
            return new Answer.Reply<>(Decision.of(reply.value(), buckets));
        }
        return ((Answer.None<String>) answer).as();
    }

    /**
     * The decision about a call that goes ahead although Redis could not be asked, or need not be.
     *
     * @param now this machine's time
     * @return granted, not enforced, without states
     */
    public static RateLimitDecision unenforced(Instant now) {
        return Decision.unenforced(now);
    }

    @Override
    public RateLimitDecision unenforced() {
        return unenforced(Instant.now());
    }

    private List<String> keys(List<LimitRequest.Part> limits) {
        return limits.stream()
                .map(part -> names.of("limit", part.key(), part.name()))
                .toList();
    }

    private static Object[] arguments(List<Bucket> buckets) {
        return buckets.stream().flatMap(bucket -> bucket.arguments().stream()).toArray();
    }
}
