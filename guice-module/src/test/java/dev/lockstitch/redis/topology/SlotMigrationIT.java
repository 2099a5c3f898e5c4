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
    private static final Duration BOUND = BUDGET.multipliedBy(4).plusMillis(100);

    private static final Duration MOVING = BUDGET.multipliedBy(2);

    private static final List<String> KEYS = List.of("moved", "a", "b", "c");

    /** Nothing of theirs moves, and nobody has them while he waits for what does. */
    private static final List<String> APART = List.of("a", "b");

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
        try (Traffic traffic = traffic()) {
            assertAllGoOn(traffic);
            for (int round = 0; round < 6; round++) {
                SLOT.move();
                assertAllGoOn(traffic);
            }
            traffic.close();
            assertGuardedAndAlone(traffic);
            assertThat(traffic.contended).hasValue(0);
        }
    }

    @Test
    void whileASlotTakesItsTimeToMoveItsCallsWaitAndTheOthersGoOn() throws Exception {
        try (Traffic traffic = traffic()) {
            assertAllGoOn(traffic);
            stalls.reset();
            traffic.forgetWorst();
            SLOT.begin();
            long start = System.nanoTime();
            int before = traffic.guarded("a");
            // Longer than the others may take, and not for as long as a call waits for an answer, on a slow machine
            // either.
            await().until(() -> System.nanoTime() - start > MOVING.toNanos() && traffic.guarded("a") > before + 100);
            SLOT.end();
            assertAllGoOn(traffic);
            traffic.close();
            assertGuardedAndAlone(traffic);
            assertThat(traffic.worstLimit.get()).isLessThan(BOUND.plus(stalls.worst()));
            assertThat(traffic.worstLock.get()).isLessThan(BOUND.plus(stalls.worst()));
            for (String key : APART) {
                assertThat(traffic.worstLock(key)).isLessThan(BUDGET.plus(stalls.worst()));
            }
        }
    }

    private Traffic traffic() {
        return new Traffic(List.of(one, two), KEYS, PATIENCE).withTogether(two, "c", "moved");
    }

    private static void assertAllGoOn(Traffic traffic) {
        Map<String, Integer> before = traffic.now();
        int together = traffic.together.get();
        await().until(() -> traffic.allGuarded(before, 20) && traffic.together.get() >= together + 10);
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
