package dev.lockstitch.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockstitch.benchmarks.Alternative;
import dev.lockstitch.benchmarks.LimitPeers;
import dev.lockstitch.benchmarks.LimitProvider;
import dev.lockstitch.benchmarks.Quota;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.redisson.Bucket4jRedisson;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import org.redisson.Redisson;
import org.redisson.config.Config;

/** Bucket4j on both clients, plain and with batching. */
public final class Bucket4jPeers implements LimitPeers {

    /** As its documentation shows: a bucket goes by itself, some time after it is full again. */
    private static final ExpirationAfterWriteStrategy EXPIRY =
            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofSeconds(10));

    @Override
    public List<LimitProvider> providers() {
        return List.of(
                new LimitProvider("Bucket4j/Redisson", true, (url, quota) -> onRedisson(url, quota, false)),
                new LimitProvider("Bucket4j/Redisson+batching", true, (url, quota) -> onRedisson(url, quota, true)),
                new LimitProvider("Bucket4j/Lettuce", true, (url, quota) -> onLettuce(url, quota, false)),
                new LimitProvider("Bucket4j/Lettuce+batching", true, (url, quota) -> onLettuce(url, quota, true)));
    }

    private static Alternative onRedisson(String redisUrl, Quota quota, boolean batching) {
        Config config = new Config();
        config.useSingleServer().setAddress(redisUrl);
        Redisson client = (Redisson) Redisson.create(config);
        ProxyManager<String> buckets = Bucket4jRedisson.casBasedBuilder(client.getCommandExecutor())
                .expirationAfterWrite(EXPIRY)
                .build();
        return new Buckets(buckets, quota, batching, client::shutdown);
    }

    private static Alternative onLettuce(String redisUrl, Quota quota, boolean batching) {
        RedisClient client = RedisClient.create(redisUrl);
        ProxyManager<String> buckets = Bucket4jLettuce.casBasedBuilder(client)
                .expirationAfterWrite(EXPIRY)
                .build()
                .withMapper(key -> key.getBytes(UTF_8));
        return new Buckets(buckets, quota, batching, client::shutdown);
    }
}
