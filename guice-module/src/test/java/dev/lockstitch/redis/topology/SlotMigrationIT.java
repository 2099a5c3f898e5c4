package dev.lockstitch.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Stalls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster whose slots move while their locks and limits are in use. */
final class SlotMigrationIT {

    private static final Cluster CLUSTER = Cluster.ofThree();

    /** More than by default: what is asked is that all are guarded, and not how busy this machine is. */
    private static final Duration BUDGET = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> KEYS = List.of("moved", "a", "b", "c");
    private static final Migration SLOT = new Migration(CLUSTER, "{moved}");

    private static final Executor NEW_THREAD = task -> new Thread(task, "alone").start();

    private final Logged logged = new Logged();
    private final Stalls stalls = new Stalls();
    private Node one;
    private Node two;

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @BeforeEach
    void connect() {
        one = Shared.node(CLUSTER.source(), BUDGET, OnUnavailable.PROCEED);
        two = Shared.node(CLUSTER.source(), BUDGET, OnUnavailable.PROCEED);
        one.coordinator().tryLock("moved", Duration.ZERO).orElseThrow().close();
        two.coordinator().tryLock("moved", Duration.ZERO).orElseThrow().close();
    }

    @AfterEach
    void disconnect() {
        one.close();
        two.close();
        stalls.close();
        logged.close();
    }

    @Test
    void whileASlotMovesToAndFroItsLocksExcludeAndNobodyGoesUnguarded() throws Exception {
        try (Traffic traffic = new Traffic(List.of(one, two), KEYS, PATIENCE)) {
            await().until(() -> traffic.allGuarded(Map.of(), 100));
            for (int round = 0; round < 6; round++) {
                SLOT.move();
                Map<String, Integer> before = traffic.now();
                await().until(() -> traffic.allGuarded(before, 50));
            }
            traffic.close();
            assertGuardedAndAlone(traffic);
            assertThat(traffic.contended).hasValue(0);
        }
    }

    @Test
    void whileASlotTakesItsTimeToMoveItsCallsWaitAndTheOthersGoOn() throws Exception {
        try (Traffic traffic = new Traffic(List.of(one, two), KEYS, PATIENCE)) {
            await().until(() -> traffic.allGuarded(Map.of(), 100));
            stalls.reset();
            traffic.forgetWorst();
            SLOT.begin();
            int before = traffic.guarded("a");
            // Not for longer than a call waits for an answer, on a slow machine either.
            await().until(() -> traffic.guarded("a") > before + 100);
            SLOT.end();
            Map<String, Integer> after = traffic.now();
            await().until(() -> traffic.allGuarded(after, 50));
            traffic.close();
            assertGuardedAndAlone(traffic);
            assertThat(traffic.worstLimit.get())
                    .isLessThan(BUDGET.multipliedBy(4).plusMillis(100).plus(stalls.worst()));
        }
    }

    private void assertGuardedAndAlone(Traffic traffic) {
        assertThat(traffic.unguarded).as("%s %s", traffic, logged.warnings()).hasValue(0);
        assertThat(traffic.unlimited).as("%s %s", traffic, logged.warnings()).hasValue(0);
        assertThat(traffic.overlaps).hasValue(0);
        assertThat(traffic.stale).hasValue(0);
    }

    @Test
    void whoIsAloneInASlotThatMovesWaitsBeyondTheBudgetAndTakesItForNoOutage() throws Exception {
        SLOT.begin();
        long start = System.nanoTime();
        CompletableFuture<Boolean> call = CompletableFuture.supplyAsync(this::isMovedGuarded, NEW_THREAD);
        await().until(() -> System.nanoTime() - start > 2 * BUDGET.toNanos());
        assertThat(call).isNotDone();
        SLOT.end();
        assertThat(call.join()).as("guarded").isTrue();
        assertThat(logged.warnings()).isEmpty();
        assertThat(one.coordinator().isRedisAvailable()).isTrue();
    }

    private boolean isMovedGuarded() {
        try {
            return one.coordinator()
                    .withLock("moved", PATIENCE, () -> HeldLock.current().isPresent());
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
