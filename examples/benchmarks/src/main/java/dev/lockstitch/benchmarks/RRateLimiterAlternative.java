package dev.lockstitch.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.redisson.Redisson;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Redisson's limiter on a client with its defaults: the rate set beforehand, the objects retained. */
final class RRateLimiterAlternative implements Alternative {

    private final RedissonClient client;
    private final Quota quota;
    private final Map<String, RRateLimiter> limiters = new ConcurrentHashMap<>();

    RRateLimiterAlternative(String redisUrl, Quota quota) {
        Config config = new Config();
        config.useSingleServer().setAddress(redisUrl);
        this.client = Redisson.create(config);
        this.quota = quota;
    }

    @Override
    public void prepare(List<String> keys) {
        keys.forEach(this::limiter);
    }

    private RRateLimiter limiter(String key) {
        return limiters.computeIfAbsent(key, absent -> {
            RRateLimiter limiter = client.getRateLimiter(absent);
            limiter.trySetRate(RateType.OVERALL, quota.permits(), quota.period());
            return limiter;
        });
    }

    @Override
    public boolean under(String key, Runnable body) {
        if (!limiter(key).tryAcquire(1)) {
            return false;
        }
        body.run();
        return true;
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
