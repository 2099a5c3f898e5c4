package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockEvent;
import dev.lockstitch.LockListener;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.CommandCounts;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers of one JVM that queue for a key, and the lock that goes from one to the next. */
class HandoverTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicInteger waiting = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private RedisProcess redis;
    private Node one;
    private Node two;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        one = Node.on(redis, CoordinatorSettings.DEFAULTS, new LockListener() {
            @Override
            public void onWaiting(LockEvent lock) {
                waiting.incrementAndGet();
            }
        });
        two = Node.on(redis);
        one.coordinator().tryLock("warm", AT_ONCE).orElseThrow().close();
        two.coordinator().tryLock("warm", AT_ONCE).orElseThrow().close();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        one.close();
        two.close();
        redis.close();
    }

    @Test
    void aLockGoesFromCallerToCallerWithoutRedisInTheOrderOfTheirComing() {
        int callers = 20;
        HeldLock first = one.coordinator().tryLock("k", AT_ONCE).orElseThrow();
        List<Long> tokens = Collections.synchronizedList(new ArrayList<>(List.of(first.fencingToken())));
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            all.add(waiter(i, tokens, order));
        }
        // A fresh lease and turn: what comes now stays within the bounds of a handover on any but a stalled machine.
        long before = CommandCounts.scripts(redis);
        first.close();
        all.forEach(CompletableFuture::join);
        assertThat(order).isSorted().hasSize(callers);
        assertThat(tokens).isSorted().doesNotHaveDuplicates().hasSize(callers + 1);
        assertThat(CommandCounts.scripts(redis) - before)
                .as("scripts for %s callers", callers)
                .isLessThan(callers);
        assertThat(redis.keys("*:lock:*")).isEmpty();
    }

    private CompletableFuture<Boolean> waiter(int number, List<Long> tokens, List<Integer> order) {
        return waiter(mine -> {
            tokens.add(mine.fencingToken());
            return order.add(number);
        });
    }

    private <T> CompletableFuture<T> waiter(Function<HeldLock, T> body) {
        int before = waiting.get();
        CompletableFuture<T> waiter = CompletableFuture.supplyAsync(
                () -> {
                    try (HeldLock mine = one.coordinator().tryLock("k", LONG).orElseThrow()) {
                        return body.apply(mine);
                    }
                },
                threads);
        await().pollInterval(Duration.ofMillis(1)).until(() -> waiting.get() > before);
        return waiter;
    }

    @Test
    void callersOfOneNodeGoOnWithoutStoppingWhileNobodyElseWaits() {
        int callers = 3 * Handover.MOST;
        HeldLock first = one.coordinator().tryLock("k", AT_ONCE).orElseThrow();
        List<Long> tokens = Collections.synchronizedList(new ArrayList<>(List.of(first.fencingToken())));
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            all.add(waiter(i, tokens, order));
        }
        first.close();
        all.forEach(CompletableFuture::join);
        tokens.add(take().fencingToken());
        assertThat(order).isSorted().hasSize(callers);
        assertThat(tokens).isSorted().doesNotHaveDuplicates().hasSize(callers + 2);
    }

    private HeldLock take() {
        return two.coordinator().tryLock("k", LONG).orElseThrow();
    }

    @Test
    void anotherNodeGetsItsTurnWhileThisOneNeverLetsUp() {
        AtomicInteger stop = new AtomicInteger();
        List<CompletableFuture<Void>> busy = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            busy.add(CompletableFuture.runAsync(
                    () -> {
                        while (stop.get() == 0) {
                            one.coordinator().tryLock("k", LONG).orElseThrow().close();
                        }
                    },
                    threads));
        }
        await().until(() -> waiting.get() > 100);
        for (int i = 0; i < 20; i++) {
            try (HeldLock mine = two.coordinator().tryLock("k", LONG).orElseThrow()) {
                assertThat(mine.isHeld()).isTrue();
            }
        }
        stop.set(1);
        busy.forEach(CompletableFuture::join);
        assertThat(redis.keys("*:lock:*")).isEmpty();
    }

    @Test
    void aLockWhoseTokenIsKnownOutsideIsNotHandedOver() {
        HeldLock first = one.coordinator().tryLock("k", AT_ONCE).orElseThrow();
        String token = first.token();
        List<Long> tokens = new ArrayList<>();
        CompletableFuture<Boolean> next = waiter(0, tokens, new ArrayList<>());
        first.close();
        next.join();
        HeldLock last = one.coordinator().tryLock("k", AT_ONCE).orElseThrow();
        assertThat(two.coordinator().release("k", token)).isFalse();
        assertThat(last.isHeld()).isTrue();
        last.close();
    }

    @Test
    void aLeaseThatWasExtendedIsNotTheNextCallers() {
        HeldLock first = one.coordinator().tryLock("k", AT_ONCE).orElseThrow();
        CompletableFuture<Boolean> next = waiter(mine -> mine.extend(Duration.ofMinutes(10)));
        CompletableFuture<Duration> last = waiter(HeldLock::remaining);
        CompletableFuture<Long> other = waiter(mine -> redis.ttlMillis("lockstitch:lock:{k}"));
        first.close();
        Duration lease = CoordinatorSettings.DEFAULTS.lockLease();
        assertThat(next.join()).isTrue();
        assertThat(last.join()).isPositive().isLessThanOrEqualTo(lease);
        assertThat(other.join()).isBetween(1L, lease.toMillis());
    }

    @Test
    void theTokenOfAClosedLockDoesNotGiveBackTheNextCallers() {
        AtomicReference<@Nullable HeldLock> handedOn = new AtomicReference<>();
        HeldLock first = one.coordinator().tryLock("k", AT_ONCE).orElseThrow();
        CompletableFuture<Boolean> next = waiter(mine -> handedOn.compareAndSet(null, mine));
        // The one after it comes at once, whatever time has gone by until then.
        CompletableFuture<Boolean> last = waiter(mine -> {
            String token = Objects.requireNonNull(handedOn.get()).token();
            return two.coordinator().release("k", token) || !mine.extend(Duration.ofSeconds(1));
        });
        first.close();
        assertThat(next.join()).isTrue();
        assertThat(last.join()).as("it was given back").isFalse();
    }

    @Test
    void whoWaitsBehindALostLockOfThisJvmNeedNotWaitForItsHolder() {
        try (HeldLock lost =
                one.coordinator().tryLock("k", AT_ONCE, Duration.ofMillis(200)).orElseThrow()) {
            lost.onLost(() -> {});
            HeldLock next = one.coordinator().tryLock("k", LONG).orElseThrow();
            assertThat(lost.isHeld()).isFalse();
            assertThat(next.isHeld()).isTrue();
            next.close();
        }
    }

    @Test
    void nothingIsKeptOfAKeyThatNobodyUses() {
        for (int i = 0; i < 100; i++) {
            one.coordinator().tryLock("k" + i, LONG).orElseThrow().close();
            assertThat(one.coordinator().tryLock("k" + i, LONG)).get().satisfies(HeldLock::close);
        }
        assertThat(redis.keys("*:lock:*")).isEmpty();
        assertThat(redis.keys("*:queue:*")).isEmpty();
    }
}
