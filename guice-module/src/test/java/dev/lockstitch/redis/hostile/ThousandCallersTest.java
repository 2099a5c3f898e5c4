package dev.lockstitch.redis.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.RedisAddress;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.redisson.config.Config;

/**
 * A thousand callers at once on a coordinator that was made that very moment: none goes on unguarded, none fails, none is
 * sent away without cause.
 */
class ThousandCallersTest {

    private static final int KEYS = 250;
    /** The usual one is 250 ms: more here, because a machine that does much else at the time is no slow Redis. */
    private static final Duration BUDGET = Duration.ofSeconds(3);

    private static final Duration EACH_WAY = Duration.ofMillis(10);

    private RedisProcess redis;

    /** The coordinator of each test is new, the JVM is not: how fast it compiles its classes is another matter. */
    @BeforeAll
    static void warm() throws Exception {
        try (RedisProcess redis = RedisProcess.start();
                Node node = Calm.node(redis)) {
            Callers callers = new Callers(node, Callers.platform());
            callers.onManyKeys(KEYS);
            callers.onLimits(1);
        }
    }

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void platformThreadsOnAHealthyRedis() throws Exception {
        areAllGuarded(ConnectionSource.of(RedisAddress.parse(redis.url())), Callers.platform());
    }

    @Test
    void platformThreadsOnASlowRedis() throws Exception {
        try (SlowWay slow = SlowWay.to(redis, EACH_WAY)) {
            areAllGuarded(ConnectionSource.of(RedisAddress.parse(slow.url())), Callers.platform());
        }
    }

    @Test
    @EnabledForJreRange(minVersion = 24, disabledReason = "before, synchronized blocks pin virtual threads")
    void virtualThreadsOnAHealthyRedis() throws Exception {
        areAllGuarded(ConnectionSource.of(RedisAddress.parse(redis.url())), Callers.virtual());
    }

    @Test
    @EnabledForJreRange(minVersion = 24, disabledReason = "before, synchronized blocks pin virtual threads")
    void virtualThreadsOnASlowRedis() throws Exception {
        try (SlowWay slow = SlowWay.to(redis, EACH_WAY)) {
            areAllGuarded(ConnectionSource.of(RedisAddress.parse(slow.url())), Callers.virtual());
        }
    }

    /** A pool that each of them would have to itself: they wait for a connection as they would for a lock. */
    @Test
    void anApplicationsConfigurationWithFewConnections() throws Exception {
        areAllGuarded(pool(redis.url(), 10), Callers.platform());
    }

    @Test
    void anApplicationsConfigurationWithFewConnectionsToASlowRedis() throws Exception {
        try (SlowWay slow = SlowWay.to(redis, EACH_WAY)) {
            areAllGuarded(pool(slow.url(), 24), Callers.platform());
        }
    }

    private void areAllGuarded(ConnectionSource source, ThreadFactory threads) throws Exception {
        try (Node cold = Node.on(source, Calm.withBudget(BUDGET))) {
            Callers callers = new Callers(cold, threads);
            assertThat(callers.onManyKeys(KEYS)).isEqualTo(Map.of("alone", 2 * Callers.COUNT));
            assertThat(callers.onOneKey()).isEqualTo(Map.of("alone", Callers.COUNT));
            assertThat(callers.onLimits(Callers.COUNT / 2))
                    .isEqualTo(Map.of(
                            "hot granted", Callers.COUNT / 2,
                            "hot rejected", Callers.COUNT / 2,
                            "own granted", Callers.COUNT));
        }
        assertThat(redis.keys("lockstitch:lock:*")).isEmpty();
        assertThat(redis.keys("lockstitch:queue:*")).isEmpty();
    }

    private static ConnectionSource pool(String url, int connections) {
        Config config = new Config();
        config.useSingleServer()
                .setAddress(url)
                .setConnectionPoolSize(connections)
                .setConnectionMinimumIdleSize(connections);
        return ConnectionSource.of(config);
    }
}
