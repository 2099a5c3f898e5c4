package dev.lockstitch.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Stalls;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The application is there before all of Redis is. */
final class LateIT {

    private static final Duration BUDGET = CoordinatorSettings.DEFAULTS.decisionBudget();

    /** Sentinels and clusters are found by asking, one after the other. */
    private static final Duration FOUND = Duration.ofSeconds(3);

    @Test
    void aClusterThatLacksAShardAtTheStartIsCoordinatedWithoutIt() throws Exception {
        try (Cluster cluster = Cluster.ofThree()) {
            cluster.primary(2).kill();
            String here = cluster.aKeyOf(0);
            String away = cluster.aKeyOf(2);
            ConnectionSource source = cluster.source();
            long start = System.nanoTime();
            try (Node node = Shared.node(source, BUDGET, OnUnavailable.PROCEED);
                    Stalls stalls = new Stalls()) {
                await().pollInterval(Duration.ofMillis(5)).until(() -> isGuarded(node, here));
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(FOUND.plus(stalls.worst()));
                long asked = System.nanoTime();
                assertThat(isGuarded(node, away)).isFalse();
                assertThat(Duration.ofNanos(System.nanoTime() - asked))
                        .isLessThan(BUDGET.plusMillis(100).plus(stalls.worst()));
                assertThat(isGuarded(node, here)).isTrue();
            }
        }
    }

    @Test
    void sentinelsThatComeLateAreFound() throws Exception {
        List<Integer> ports = List.of(RedisProcess.freePort(), RedisProcess.freePort());
        String[] urls = ports.stream().map(port -> "redis://127.0.0.1:" + port).toArray(String[]::new);
        ConnectionSource source = ConnectionSource.of(Written.java("sentinel", "password", urls));
        try (Node node = Shared.node(source, BUDGET, OnUnavailable.PROCEED);
                Stalls stalls = new Stalls()) {
            await().until(() -> !isGuarded(node, "k"));
            try (SentinelGroup group = new SentinelGroup(ports)) {
                group.awaitFirstAnswer();
                long start = System.nanoTime();
                await().pollInterval(Duration.ofMillis(5)).until(() -> isGuarded(node, "k"));
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(FOUND.plus(stalls.worst()));
                assertThat(group.primary().keys("shop:fence:*")).isNotEmpty();
            }
        }
    }

    @Test
    void aPrimaryThatDiedBeforeTheStartIsFoundAgainInItsReplica() throws Exception {
        try (SentinelGroup group = new SentinelGroup()) {
            group.primary().kill();
            try (Node node = Shared.node(group.source(), BUDGET, OnUnavailable.PROCEED);
                    Stalls stalls = new Stalls()) {
                assertThat(isGuarded(node, "k")).isFalse();
                await().atMost(Duration.ofSeconds(10).plus(stalls.worst())).until(() -> isGuarded(node, "k"));
            }
        }
    }

    private static boolean isGuarded(Node node, String key) throws Exception {
        return node.coordinator().withLock(key, () -> HeldLock.current().isPresent());
    }
}
