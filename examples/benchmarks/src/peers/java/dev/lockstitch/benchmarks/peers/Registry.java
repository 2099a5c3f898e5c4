package dev.lockstitch.benchmarks.peers;

import dev.lockstitch.benchmarks.Alternative;
import dev.lockstitch.benchmarks.AlternativeProvider;
import java.net.URI;
import java.util.concurrent.locks.Lock;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.integration.redis.util.RedisLockRegistry;

/** Spring Integration's registry with its defaults, on Lettuce. */
public final class Registry implements AlternativeProvider {

    @Override
    public String name() {
        return "RedisLockRegistry";
    }

    @Override
    public boolean acrossJvms() {
        return true;
    }

    @Override
    public Alternative open(String redisUrl) {
        URI url = URI.create(redisUrl);
        LettuceConnectionFactory connections = new LettuceConnectionFactory(url.getHost(), url.getPort());
        connections.afterPropertiesSet();
        connections.start();
        return new Opened(connections, new RedisLockRegistry(connections, "registry"));
    }

    private record Opened(LettuceConnectionFactory connections, RedisLockRegistry registry) implements Alternative {

        @Override
        public boolean under(String key, Runnable body) {
            Lock lock = registry.obtain(key);
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
            registry.destroy();
            connections.destroy();
        }
    }
}
