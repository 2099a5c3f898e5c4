package dev.lockstitch.benchmarks;

import java.util.concurrent.locks.Lock;
import java.util.function.BiFunction;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** A lock of Redisson's as one would write it by hand: renewed by its watchdog, on a client with its defaults. */
final class RedissonAlternative implements Alternative {

    private final RedissonClient client;
    private final BiFunction<RedissonClient, String, Lock> locks;

    RedissonAlternative(String redisUrl, BiFunction<RedissonClient, String, Lock> locks) {
        Config config = new Config();
        config.useSingleServer().setAddress(redisUrl);
        this.client = Redisson.create(config);
        this.locks = locks;
    }

    @Override
    public boolean under(String key, Runnable body) {
        Lock lock = locks.apply(client, key);
        lock.lock();
        try {
            body.run();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
