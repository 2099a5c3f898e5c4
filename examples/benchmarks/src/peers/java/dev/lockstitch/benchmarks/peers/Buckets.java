package dev.lockstitch.benchmarks.peers;

import dev.lockstitch.benchmarks.Alternative;
import dev.lockstitch.benchmarks.Quota;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.RemoteBucketBuilder;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A bucket per key, retained: batching joins the calls of one object. */
final class Buckets implements Alternative {

    private final RemoteBucketBuilder<String> builder;
    private final BucketConfiguration configuration;
    private final Runnable closing;
    private final Map<String, Bucket> byKey = new ConcurrentHashMap<>();

    Buckets(ProxyManager<String> manager, Quota quota, boolean batching, Runnable closing) {
        RemoteBucketBuilder<String> plain = manager.builder();
        this.builder = batching ? plain.withOptimization(Optimizations.batching()) : plain;
        this.configuration = BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(quota.permits()).refillGreedy(quota.permits(), quota.period()))
                .build();
        this.closing = closing;
    }

    @Override
    public void prepare(List<String> keys) {
        keys.forEach(this::bucket);
    }

    private Bucket bucket(String key) {
        return byKey.computeIfAbsent(key, absent -> builder.build(absent, () -> configuration));
    }

    @Override
    public boolean under(String key, Runnable body) {
        if (!bucket(key).tryConsume(1)) {
            return false;
        }
        body.run();
        return true;
    }

    @Override
    public void close() {
        closing.run();
    }
}
