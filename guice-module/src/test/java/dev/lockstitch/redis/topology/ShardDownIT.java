package dev.lockstitch.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Stalls;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One shard of a cluster is away: what lives on the others is coordinated as if nothing were. */
final class ShardDownIT {

    /** More than by default: what is asked is that the well ones are, and not how busy this machine is. */
    private static final Duration BUDGET = Duration.ofMillis(750);

    private static final Duration BOUND = bound(BUDGET);
    private static final Duration DEFAULT_BOUND = bound(CoordinatorSettings.DEFAULTS.decisionBudget());
    private static final Duration BACK = Duration.ofSeconds(10);

    private final Cluster cluster = Cluster.withReplica();
    private final Logged logged = new Logged();
    private final Stalls stalls = new Stalls();
    private final Node node = node(BUDGET);

    /** What the default budget gives those who ask for what is away. */
    private final Node usual = node(CoordinatorSettings.DEFAULTS.decisionBudget());

    private static Duration bound(Duration budget) {
        return budget.multipliedBy(4).plusMillis(100);
    }

    private Node node(Duration budget) {
        return Shared.node(cluster.source(), budget, Duration.ofSeconds(10), OnUnavailable.PROCEED);
    }

    @AfterEach
    void stop() {
        node.close();
        usual.close();
        cluster.close();
        stalls.close();
        logged.close();
    }

    @Test
    void oneShardWithoutAReplicaFrozenAndThenKilledLeavesTheOthersCoordinated() throws Exception {
        List<String> well = cluster.keysOf(0, 2);
        String away = cluster.aKeyOf(1);
        try (Traffic others = new Traffic(List.of(node), well, Duration.ZERO);
                Traffic traffic = new Traffic(List.of(node), List.of(away), Duration.ZERO);
                Traffic usually =
                        new Traffic(List.of(usual), List.of(cluster.keysOf(1, 2).get(1)), Duration.ZERO)) {
            beginToMeasure(others, traffic, usually);
            cluster.primary(1).freeze();
            await().until(() -> traffic.unguarded.get() > 100);
            assertOthersGoOn(others);
            cluster.primary(1).thaw();
            Map<String, Integer> before = traffic.now();
            await().until(() -> traffic.allGuarded(before, 100));
            cluster.primary(1).kill();
            int unguarded = traffic.unguarded.get();
            await().until(() -> traffic.unguarded.get() > unguarded + 100);
            assertOthersGoOn(others);
            assertSeveralKeysAcrossShardsGoAhead(well.get(0), away);
            others.close();
            traffic.close();
            usually.close();
            assertThat(others.unguarded).as("%s %s", others, logged.warnings()).hasValue(0);
            assertThat(others.unlimited).as("%s %s", others, logged.warnings()).hasValue(0);
            assertThat(others.contended).as("%s %s", others, logged.warnings()).hasValue(0);
            assertBounded(traffic, BOUND);
            assertThat(usually.unguarded).hasPositiveValue();
            assertBounded(usually, DEFAULT_BOUND);
            assertBounded(others, BOUND);
        }
        assertThat(logged.warnings()).anyMatch(line -> line.startsWith("⚠️  Redis unavailable"));
    }

    private void beginToMeasure(Traffic... all) {
        await().until(() -> Stream.of(all).allMatch(each -> each.allGuarded(Map.of(), 100)));
        stalls.reset();
        Stream.of(all).forEach(Traffic::forgetWorst);
    }

    private void assertBounded(Traffic traffic, Duration bound) {
        assertThat(traffic.worstLock.get()).isLessThan(bound.plus(stalls.worst()));
        assertThat(traffic.worstLimit.get()).isLessThan(bound.plus(stalls.worst()));
    }

    private static void assertOthersGoOn(Traffic others) {
        Map<String, Integer> before = others.now();
        await().until(() -> others.allGuarded(before, 200));
    }

    /** They cannot be coordinated as a whole, and what was taken of them is given back. */
    private void assertSeveralKeysAcrossShardsGoAhead(String here, String away) throws Exception {
        boolean guarded = node.coordinator()
                .withLock(
                        LockRequest.of("both:" + here, away).waitTime(Duration.ZERO),
                        () -> HeldLock.current().isPresent());
        assertThat(guarded).isFalse();
        Limit one = Limit.of(1, Duration.ofHours(1));
        LimitRequest both = LimitRequest.of(
                new LimitRequest.Part("one", here, one, 1, Duration.ZERO),
                new LimitRequest.Part("two", away, one, 1, Duration.ZERO));
        assertThat(node.coordinator().tryAcquire(both).enforced()).isFalse();
        await().untilAsserted(() -> assertThat(cluster.primary(0).keys("shop:l*"))
                .noneMatch(name -> name.contains("both:") && name.startsWith("shop:lock:"))
                .noneMatch(name -> name.endsWith(":one")));
    }

    @Test
    void aShardWhosePrimaryIsKilledIsCoordinatedByItsReplicaSoon() throws Exception {
        List<String> failing = cluster.keysOf(0, 2);
        List<String> well = cluster.keysOf(1, 2);
        HeldLock known = node.coordinator()
                .tryLock(cluster.keysOf(0, 3).get(2), Duration.ZERO)
                .orElseThrow();
        cluster.primary(0).command("WAIT", "1", "1000");
        try (Traffic others = new Traffic(List.of(node), well, Duration.ZERO);
                Traffic traffic = new Traffic(List.of(node), failing, Duration.ZERO);
                Traffic usually =
                        new Traffic(List.of(usual), List.of(cluster.keysOf(0, 4).get(3)), Duration.ZERO)) {
            beginToMeasure(others, traffic, usually);
            cluster.primary(0).kill();
            long start = System.nanoTime();
            await().until(() -> traffic.unguarded.get() > 0);
            assertOthersGoOn(others);
            Map<String, Integer> before = traffic.now();
            await().atMost(BACK.plus(stalls.worst())).until(() -> traffic.allGuarded(before, 100));
            others.close();
            traffic.close();
            usually.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BACK.plus(stalls.worst()));
            assertThat(others.unguarded).as("%s %s", others, logged.warnings()).hasValue(0);
            assertThat(others.unlimited).as("%s %s", others, logged.warnings()).hasValue(0);
            assertBounded(traffic, BOUND);
            assertThat(usually.unguarded).hasPositiveValue();
            assertBounded(usually, DEFAULT_BOUND);
        }
        assertThat(known.extend(Duration.ofSeconds(1))).isTrue();
        known.close();
        assertThat(logged.warnings()).noneMatch(line -> line.startsWith("Lock "));
    }
}
