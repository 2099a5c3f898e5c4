package dev.lockstitch.benchmarks.peers;

import com.baomidou.lock.LockInfo;
import com.baomidou.lock.LockTemplate;
import com.baomidou.lock.executor.RedissonLockExecutor;
import com.baomidou.lock.spring.boot.autoconfigure.Lock4jProperties;
import dev.lockstitch.benchmarks.Alternative;
import dev.lockstitch.benchmarks.AlternativeProvider;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** lock4j's template on its Redisson executor, renewed by the watchdog: what its annotation calls. */
public final class Lock4j implements AlternativeProvider {

    private static final long RENEWED = -1;
    private static final long WAIT_MILLIS = 60_000;

    @Override
    public String name() {
        return "lock4j";
    }

    @Override
    public boolean acrossJvms() {
        return true;
    }

    @Override
    public Alternative open(String redisUrl) {
        Config config = new Config();
        config.useSingleServer().setAddress(redisUrl);
        RedissonClient client = Redisson.create(config);
        return new Opened(client, template(client));
    }

    private static LockTemplate template(RedissonClient client) {
        LockTemplate template = new LockTemplate();
        template.setProperties(new Lock4jProperties());
        template.setExecutors(List.of(new RedissonLockExecutor(client)));
        try {
            template.afterPropertiesSet();
        } catch (Exception e) {
            throw new IllegalStateException("lock4j refuses its defaults", e);
        }
        return template;
    }

    private record Opened(RedissonClient client, LockTemplate template) implements Alternative {

        @Override
        public boolean under(String key, Runnable body) throws TimeoutException {
            LockInfo lock = template.lock(key, RENEWED, WAIT_MILLIS);
            if (lock == null) {
                throw new TimeoutException("lock4j did not get the lock of " + key);
            }
            try {
                body.run();
                return true;
            } finally {
                template.releaseLock(lock);
            }
        }

        @Override
        public void close() {
            client.shutdown();
        }
    }
}
