package dev.lockstitch.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Stalls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A replica takes over under load. Sentinel is told to give up a primary after one second of silence; with its default of
 * 30 s all takes as much longer.
 */
final class SentinelFailoverIT {

    private static final Duration BUDGET = CoordinatorSettings.DEFAULTS.decisionBudget();

    /** The most that one call may wait for an answer, whatever happens. */
    private static final Duration BOUND = BUDGET.multipliedBy(4).plusMillis(100);

    private static final Duration BACK = Duration.ofSeconds(10);

    /** However long a call would wait for its lock, so soon it is told that Redis cannot be used. */
    private static final Duration TOLD = Duration.ofSeconds(3);

    /** What was given back to the old primary alone must be free on the new one long before this. */
    private static final Duration LONG_LEASE = CoordinatorSettings.DEFAULTS.lockLease();

    private static final List<String> KEYS = List.of("a", "b", "c", "d");

    private final SentinelGroup group = new SentinelGroup();
    private final Logged logged = new Logged();
    private final Stalls stalls = new Stalls();
    private final Node node = Shared.node(group.source(), BUDGET, Duration.ofSeconds(6), OnUnavailable.PROCEED);

    @BeforeEach
    void connect() {
        node.coordinator().tryLock("warm", Duration.ZERO).orElseThrow().close();
    }

    @AfterEach
    void stop() {
        node.close();
        group.close();
        stalls.close();
        logged.close();
    }

    @Test
    void thePrimaryIsKilledAndItsReplicaTakesOver() throws Exception {
        RedisProcess replica = group.replica();
        HeldLock known = node.coordinator().tryLock("known", Duration.ZERO).orElseThrow();
        HeldLock forgotten =
                node.coordinator().tryLock("forgotten", Duration.ZERO).orElseThrow();
        AtomicInteger lost = new AtomicInteger();
        forgotten.onLost(lost::incrementAndGet);
        awaitReplicated(replica, "forgotten");
        try (Traffic traffic = new Traffic(List.of(node), KEYS, Duration.ZERO)) {
            await().until(() -> traffic.allGuarded(Map.of(), 100));
            stalls.reset();
            traffic.forgetWorst();
            group.primary().kill();
            forget(replica, "forgotten");
            long start = System.nanoTime();
            await().until(() -> !node.coordinator().isRedisAvailable());
            assertBackInTime(traffic, start);
            // Until here a call that does not wait may have met what an earlier one of its own had left behind.
            int contended = traffic.contended.get();
            Map<String, Integer> back = traffic.now();
            await().until(() -> traffic.allGuarded(back, 100));
            traffic.close();
            assertThat(traffic.contended).as("%s", traffic).hasValue(contended);
        }
        await().until(() -> !forgotten.isHeld());
        await().until(() -> lost.get() == 1);
        forgotten.close();
        assertThat(logged.warnings())
                .anyMatch(line -> line.startsWith("Lock \"forgotten\" was lost while it was held"))
                .filteredOn(line -> line.startsWith("⚠️  Redis unavailable"))
                .isNotEmpty();
        assertThat(known.isHeld()).as("the replica knew it").isTrue();
        assertThat(known.extend(Duration.ofSeconds(1))).isTrue();
        known.close();
        assertThat(logged.warnings()).noneMatch(line -> line.startsWith("Lock \"known\""));
    }

    @Test
    void theReplicaTakesOverAlthoughThePrimaryIsWell() throws Exception {
        RedisProcess replica = group.replica();
        HeldLock known = node.coordinator().tryLock("known", Duration.ZERO).orElseThrow();
        awaitReplicated(replica, "known");
        HeldLock givenBack =
                node.coordinator().tryLock("given back", Duration.ZERO).orElseThrow();
        String token = givenBack.token();
        givenBack.close();
        missRelease(replica, "given back", token);
        try (Traffic traffic = new Traffic(List.of(node), KEYS, Duration.ZERO)) {
            await().until(() -> traffic.allGuarded(Map.of(), 100));
            stalls.reset();
            traffic.forgetWorst();
            long start = System.nanoTime();
            group.failOver();
            await().until(() -> group.primary() == replica);
            // Sentinel leaves the old primary one for some seconds more: what counts is where our calls go.
            await().atMost(BACK.multipliedBy(2))
                    .until(() -> node.coordinator().isRedisAvailable() && isLockedOn(replica));
            assertBackInTime(traffic, start);
        }
        await().atMost(BACK).until(() -> !isHeldOn(replica, "given back"));
        assertThat(known.extend(Duration.ofSeconds(1))).isTrue();
        known.close();
        await().until(() -> replica.keys("shop:lock:*").isEmpty());
    }

    @Test
    void whoWaitsForALockWhenThePrimaryIsKilledIsToldSoonAndNeverOfContention() {
        try (Node failing = Shared.node(group.source(), BUDGET, OnUnavailable.FAIL);
                HeldLock held =
                        node.coordinator().tryLock("held", Duration.ZERO).orElseThrow()) {
            CompletableFuture<String> waiter = CompletableFuture.supplyAsync(
                            () -> failing.coordinator().tryLock("held", Duration.ofMinutes(5)))
                    .handle(SentinelFailoverIT::told);
            await().until(() -> !group.primary().keys("shop:queue:*").isEmpty());
            stalls.reset();
            long start = System.nanoTime();
            group.primary().kill();
            assertThat(waiter.join()).isIn("granted", "unavailable");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TOLD.plus(stalls.worst()));
            assertThat(held.key()).isEqualTo("held");
        }
    }

    private static String told(Optional<HeldLock> lock, @Nullable Throwable thrown) {
        if (thrown != null) {
            return thrown.getCause() instanceof CoordinationUnavailableException ? "unavailable" : thrown.toString();
        }
        lock.ifPresent(HeldLock::close);
        return lock.isPresent() ? "granted" : "contended";
    }

    private void assertBackInTime(Traffic traffic, long start) {
        Map<String, Integer> before = traffic.now();
        Map<String, Integer> limitedBefore = traffic.limitedNow();
        await().atMost(BACK.plus(stalls.worst()))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> node.coordinator().isRedisAvailable()
                        && traffic.allGuarded(before, 20)
                        && traffic.allLimited(limitedBefore, 20));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BACK.plus(stalls.worst()));
        assertThat(traffic.worstLock.get()).isLessThan(BOUND.plus(stalls.worst()));
        assertThat(traffic.worstLimit.get()).isLessThan(BOUND.plus(stalls.worst()));
    }

    private boolean isLockedOn(RedisProcess server) {
        try (HeldLock lock =
                node.coordinator().tryLock("where", Duration.ofSeconds(2)).orElseThrow()) {
            return lock.isHeld() && isHeldOn(server, "where");
        }
    }

    private static boolean isHeldOn(RedisProcess server, String key) {
        return server.command("EXISTS", "shop:lock:{" + key + "}") instanceof Long count && count == 1;
    }

    private static void awaitReplicated(RedisProcess replica, String key) {
        await().until(() -> isHeldOn(replica, key));
    }

    /** As if the lock had not reached it before the primary died. */
    private static void forget(RedisProcess replica, String key) {
        write(replica, "DEL", "shop:lock:{" + key + "}");
    }

    /** As if it had heard that the lock was taken, and not that it was given back. */
    private static void missRelease(RedisProcess replica, String key, String token) {
        await().until(() -> !isHeldOn(replica, key));
        write(replica, "SET", "shop:lock:{" + key + "}", token, "PX", Long.toString(LONG_LEASE.toMillis()));
    }

    private static void write(RedisProcess replica, String... words) {
        replica.command("CONFIG", "SET", "replica-read-only", "no");
        replica.command(words);
        replica.command("CONFIG", "SET", "replica-read-only", "yes");
    }
}
