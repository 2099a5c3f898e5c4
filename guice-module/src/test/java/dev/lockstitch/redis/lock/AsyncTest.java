package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockMode;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that block nobody. */
class AsyncTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(20);

    private RedisProcess redis;
    private Node one;
    private Node two;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        one = Node.on(redis);
        two = Node.on(redis);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        redis.close();
    }

    @Test
    void theVeryFirstRequestWaitsForContactWithRedis() {
        assertThat(lock(one, LONG, "k").join()).isInstanceOf(LockOutcome.Granted.class);
    }

    @Test
    void aFreeLockIsThereWhenTheCallerLingers() {
        one.coordinator().tryLock("warm", AT_ONCE).orElseThrow().close();
        CompletableFuture<LockOutcome> outcome =
                one.coordinator().lockAsync(request(LONG, "k"), Duration.ofSeconds(10));
        assertThat(outcome).isCompleted();
        held(outcome).close();
    }

    @Test
    void whoLingersForALockThatOthersHoldIsNotHeldUp() {
        HeldLock held = two.coordinator().tryLock("k", AT_ONCE).orElseThrow();
        one.coordinator().tryLock("warm", AT_ONCE).orElseThrow().close();
        long start = System.nanoTime();
        CompletableFuture<LockOutcome> outcome = one.coordinator().lockAsync(request(LONG, "k"), LONG);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(4));
        assertThat(outcome).isNotDone();
        held.close();
        held(outcome).close();
    }

    @Test
    void manyRequestsOfTwoNodesAreAllServedWithOneThreadThatAsks() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        List<Long> tokens = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(lock(i % 2 == 0 ? one : two, LONG, "k").thenAcceptAsync(outcome -> {
                HeldLock held = ((LockOutcome.Granted) outcome).lock();
                tokens.add(held.fencingToken());
                held.close();
            }));
        }
        all.forEach(CompletableFuture::join);
        assertThat(tokens).as("guarded by nothing but the lock").hasSize(200).isSorted();
        assertThat(redis.keys("*:lock:*")).isEmpty();
    }

    @Test
    void contentionIsToldWhenTheWaitIsOver() {
        try (HeldLock held = two.coordinator().tryLock("k", AT_ONCE).orElseThrow()) {
            assertThat(lock(one, AT_ONCE, "k").join()).isInstanceOf(LockOutcome.Contended.class);
            assertThat(lock(one, Duration.ofMillis(300), "k").join()).isInstanceOf(LockOutcome.Contended.class);
            assertThat(held.isHeld()).isTrue();
        }
        assertThat(redis.keys("*:queue:*")).isEmpty();
    }

    @Test
    void aCancelledRequestIsWithdrawnWhereverItWaits() {
        HeldLock held = two.coordinator().tryLock("k", AT_ONCE).orElseThrow();
        CompletableFuture<LockOutcome> inRedis = lock(one, LONG, "k");
        CompletableFuture<LockOutcome> behindIt = lock(one, LONG, "k");
        CompletableFuture<LockOutcome> last = lock(one, LONG, "k");
        await().until(() -> !redis.keys("*:queue:*").isEmpty());
        behindIt.cancel(false);
        inRedis.cancel(false);
        held.close();
        held(last).close();
        await().until(() ->
                redis.keys("*:lock:*").isEmpty() && redis.keys("*:queue:*").isEmpty());
    }

    @Test
    void cancellingAtAnyMomentLeavesNothingLocked() {
        for (int i = 0; i < 300; i++) {
            CompletableFuture<LockOutcome> outcome = lock(i % 2 == 0 ? one : two, LONG, "k");
            long until = System.nanoTime() + i * 1_000L;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            if (!outcome.cancel(false)) {
                held(outcome).close();
            }
        }
        await().until(() ->
                redis.keys("*:lock:*").isEmpty() && redis.keys("*:queue:*").isEmpty());
    }

    @Test
    void severalKeysAreTakenWithoutBlocking() {
        HeldLock b = two.coordinator().tryLock("b", AT_ONCE).orElseThrow();
        CompletableFuture<LockOutcome> outcome = lock(one, LONG, "c", "b", "a");
        await().until(() -> !redis.keys("*:queue:{b}").isEmpty());
        assertThat(outcome).isNotDone();
        b.close();
        HeldLock all = held(outcome);
        assertThat(all.keys()).containsExactly("c", "b", "a");
        all.close();
        assertThat(redis.keys("*:lock:*")).isEmpty();
    }

    @Test
    void ofSeveralKeysNoneIsKeptWhenOneCannotBeHad() {
        try (HeldLock b = two.coordinator().tryLock("b", AT_ONCE).orElseThrow()) {
            assertThat(lock(one, Duration.ofMillis(200), "c", "b", "a").join())
                    .isInstanceOf(LockOutcome.Contended.class);
            assertThat(b.isHeld()).isTrue();
            assertThat(redis.keys("*:lock:*")).containsExactly("lockstitch:lock:{b}");
        }
    }

    @Test
    void anOutageIsToldAsSuchToThoseWhoWait() {
        HeldLock held = two.coordinator().tryLock("k", AT_ONCE).orElseThrow();
        CompletableFuture<LockOutcome> inRedis = lock(one, Duration.ofMinutes(5), "k");
        CompletableFuture<LockOutcome> behindIt = lock(one, Duration.ofMinutes(5), "k");
        await().until(() -> !redis.keys("*:queue:*").isEmpty());
        redis.kill();
        assertThat(inRedis.orTimeout(15, java.util.concurrent.TimeUnit.SECONDS).join())
                .isInstanceOf(LockOutcome.Unguarded.class);
        assertThat(behindIt.orTimeout(15, java.util.concurrent.TimeUnit.SECONDS).join())
                .isInstanceOf(LockOutcome.Unguarded.class);
        held.close();
    }

    private static HeldLock held(CompletableFuture<LockOutcome> outcome) {
        return ((LockOutcome.Granted) outcome.join()).lock();
    }

    private static CompletableFuture<LockOutcome> lock(Node node, Duration wait, String... keys) {
        return node.coordinator().lockAsync(request(wait, keys), Duration.ZERO);
    }

    private static LockRequest request(Duration wait, String... keys) {
        return new LockRequest(
                "", List.of(keys), LockMode.EXCLUSIVE, false, wait, null, Duration.ZERO, OnUnavailable.DEFAULT, false);
    }
}
