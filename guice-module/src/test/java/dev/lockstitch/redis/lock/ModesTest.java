package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockMode;
import dev.lockstitch.LockScope;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shared and exclusive, fair, several keys, least hold: between two nodes. */
class ModesTest {

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
    void readersHoldItTogetherAndAWriterAlone() {
        HeldLock first = take(one, LockMode.SHARED, "k");
        HeldLock second = take(two, LockMode.SHARED, "k");
        assertThat(asked(one, LockMode.EXCLUSIVE, AT_ONCE, "k")).isEmpty();
        first.close();
        assertThat(asked(one, LockMode.EXCLUSIVE, AT_ONCE, "k")).isEmpty();
        second.close();
        HeldLock writer = take(one, LockMode.EXCLUSIVE, "k");
        assertThat(asked(two, LockMode.SHARED, AT_ONCE, "k")).isEmpty();
        writer.close();
        take(two, LockMode.SHARED, "k").close();
        assertThat(redis.keys("*")).containsExactly("lockstitch:fence:{k}");
    }

    @Test
    void readersGetAscendingFencingTokensToo() {
        List<Long> tokens = new ArrayList<>();
        List<HeldLock> held = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            held.add(take(i % 2 == 0 ? one : two, LockMode.SHARED, "k"));
            tokens.add(held.get(i).fencingToken());
        }
        held.forEach(HeldLock::close);
        tokens.add(take(one, LockMode.EXCLUSIVE, "k").fencingToken());
        assertThat(tokens).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aWaitingWriterIsNotPassedByLaterReaders() {
        HeldLock reader = take(one, LockMode.SHARED, "k");
        CompletableFuture<HeldLock> writer =
                CompletableFuture.supplyAsync(() -> take(two, LockMode.EXCLUSIVE, LONG, "k"));
        await().until(() -> !redis.keys("*:queue:*").isEmpty());
        assertThat(asked(one, LockMode.SHARED, AT_ONCE, "k")).isEmpty();
        reader.close();
        writer.join().close();
        take(one, LockMode.SHARED, "k").close();
    }

    @Test
    void aReaderThatDiesIsForgottenWithItsLease() {
        LockRequest dying = new LockRequest(
                "",
                List.of("k"),
                LockMode.SHARED,
                false,
                AT_ONCE,
                Duration.ofMillis(300),
                Duration.ZERO,
                OnUnavailable.DEFAULT,
                false);
        HeldLock survivor = take(one, LockMode.SHARED, "k");
        assertThat(lock(two, dying)).isPresent();
        survivor.close();
        long start = System.nanoTime();
        take(one, LockMode.EXCLUSIVE, LONG, "k").close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aReaderIsRenewedWhileHeldAndKnowsWhenItIsLost() {
        HeldLock reader = take(one, LockMode.SHARED, "k");
        assertThat(reader.extend(Duration.ofSeconds(60))).isTrue();
        assertThat(redis.ttlMillis("lockstitch:readers:{k}")).isGreaterThan(60_000);
        redis.command("FLUSHALL");
        assertThat(reader.extend(Duration.ofSeconds(1))).isFalse();
        assertThat(reader.isHeld()).isFalse();
        reader.close();
    }

    @Test
    void fairCallersOfAllNodesAreServedInTheOrderOfTheirArrival() {
        HeldLock held = take(one, LockMode.EXCLUSIVE, "k");
        List<Integer> served = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int number = i;
            Node node = i % 3 == 0 ? one : two;
            callers.add(CompletableFuture.runAsync(
                    () -> {
                        HeldLock mine = lock(node, fair("k", LONG)).orElseThrow();
                        served.add(number);
                        mine.close();
                    },
                    ModesTest::onAThreadOfItsOwn));
            Object inLine = i + 1L;
            await().until(() -> inLine.equals(redis.command("ZCARD", "lockstitch:queue:{k}")));
        }
        held.close();
        callers.forEach(CompletableFuture::join);
        assertThat(served).isSorted().hasSize(12);
    }

    /** The common pool of a JDK 25 has fewer threads than there are callers who block here. */
    private static void onAThreadOfItsOwn(Runnable task) {
        new Thread(task, "caller").start();
    }

    @Test
    void severalKeysAreTakenAllOrNone() {
        HeldLock b = take(two, LockMode.EXCLUSIVE, "b");
        assertThat(asked(one, LockMode.EXCLUSIVE, AT_ONCE, "c", "b", "a")).isEmpty();
        take(two, LockMode.EXCLUSIVE, "a").close();
        take(two, LockMode.EXCLUSIVE, "c").close();
        b.close();
        try (HeldLock all = take(one, LockMode.EXCLUSIVE, "c", "b", "a")) {
            assertThat(all.key()).isEqualTo("c");
            assertThat(all.keys()).containsExactly("c", "b", "a");
            for (String key : all.keys()) {
                assertThat(asked(two, LockMode.EXCLUSIVE, AT_ONCE, key)).isEmpty();
            }
            assertThat(all.extend(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(redis.keys("*:lock:*")).isEmpty();
    }

    @Test
    void severalKeysHaveOneFencingTokenThatIsLargerThanAnyBeforeAndSmallerThanAnyAfter() {
        long before = 0;
        for (int i = 0; i < 20; i++) {
            for (String key : List.of("b", "a")) {
                try (HeldLock single = take(two, LockMode.EXCLUSIVE, key)) {
                    assertThat(single.fencingToken()).isGreaterThan(before);
                }
            }
            try (HeldLock single = take(two, LockMode.EXCLUSIVE, "b")) {
                before = single.fencingToken();
            }
            try (HeldLock both = take(one, LockMode.EXCLUSIVE, "b", "a")) {
                assertThat(both.fencingToken()).isGreaterThan(before);
                before = both.fencingToken();
            }
        }
    }

    @Test
    void severalKeysAreGivenBackOnAnotherNodeKeyByKey() {
        HeldLock all = take(one, LockMode.EXCLUSIVE, "a", "b");
        String token = all.token();
        assertThat(two.coordinator().release("a", token)).isTrue();
        take(two, LockMode.EXCLUSIVE, "a").close();
        assertThat(two.coordinator().release("a", token)).isFalse();
        assertThat(two.coordinator().release("b", token)).isTrue();
        all.close();
    }

    @Test
    void aLockIsKeptForItsLeastHoldAndNoLonger() {
        Duration least = Duration.ofMillis(600);
        LockRequest request = new LockRequest(
                "", List.of("k"), LockMode.EXCLUSIVE, false, AT_ONCE, null, least, OnUnavailable.DEFAULT, false);
        long start = System.nanoTime();
        lock(one, request).orElseThrow().close();
        assertThat(asked(two, LockMode.EXCLUSIVE, AT_ONCE, "k")).isEmpty();
        assertThat(asked(one, LockMode.EXCLUSIVE, AT_ONCE, "k")).isEmpty();
        take(two, LockMode.EXCLUSIVE, LONG, "k").close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(least, least.plusSeconds(5));
    }

    @Test
    void sharedWithinExclusiveIsEnteredAndExclusiveWithinSharedIsRefused() {
        HeldLock outer = take(one, LockMode.EXCLUSIVE, "k");
        try (outer;
                LockScope scope = LockScope.open(outer)) {
            lock(one, nested(LockMode.SHARED, "k")).orElseThrow().close();
            assertThat(outer.isHeld()).isTrue();
        }
        HeldLock reader = take(one, LockMode.SHARED, "k");
        try (reader;
                LockScope scope = LockScope.open(reader)) {
            lock(one, nested(LockMode.SHARED, "k")).orElseThrow().close();
            assertThatThrownBy(() -> lock(one, nested(LockMode.EXCLUSIVE, "k")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("\"k\"")
                    .hasMessageContaining("SHARED");
        }
        assertThat(redis.keys("*:lock:*")).isEmpty();
    }

    @Test
    void ofSeveralKeysThoseThatAreHeldAlreadyAreEnteredAndTheOthersTaken() {
        HeldLock outer = take(one, LockMode.EXCLUSIVE, "a");
        try (outer;
                LockScope scope = LockScope.open(outer)) {
            try (HeldLock both = lock(one, nested(LockMode.EXCLUSIVE, "a", "b")).orElseThrow()) {
                assertThat(both.fencingToken()).isGreaterThan(outer.fencingToken());
                assertThat(asked(two, LockMode.EXCLUSIVE, AT_ONCE, "b")).isEmpty();
            }
            assertThat(outer.isHeld()).isTrue();
            take(two, LockMode.EXCLUSIVE, "b").close();
        }
        assertThat(redis.keys("*:lock:*")).isEmpty();
    }

    @Test
    void oneOfSeveralKeysThatIsEnteredAgainHasTheFencingTokenOfThemAll() {
        redis.command("SET", "lockstitch:fence:{b}", "8000000000000000", "PX", "600000");
        try (HeldLock both = take(one, LockMode.EXCLUSIVE, "a", "b");
                LockScope scope = LockScope.open(both)) {
            HeldLock nested = lock(one, nested(LockMode.EXCLUSIVE, "a")).orElseThrow();
            assertThat(nested.fencingToken()).isEqualTo(both.fencingToken());
            try (LockScope inner = LockScope.open(nested)) {
                HeldLock three = lock(one, nested(LockMode.EXCLUSIVE, "a", "c")).orElseThrow();
                assertThat(three.fencingToken()).isGreaterThan(both.fencingToken());
                three.close();
            }
        }
    }

    private static LockRequest nested(LockMode mode, String... keys) {
        return new LockRequest(
                "", List.of(keys), mode, false, AT_ONCE, null, Duration.ZERO, OnUnavailable.DEFAULT, true);
    }

    private static LockRequest fair(String key, Duration wait) {
        return new LockRequest(
                "", List.of(key), LockMode.EXCLUSIVE, true, wait, null, Duration.ZERO, OnUnavailable.DEFAULT, false);
    }

    private static HeldLock take(Node node, LockMode mode, String... keys) {
        return take(node, mode, AT_ONCE, keys);
    }

    private static HeldLock take(Node node, LockMode mode, Duration wait, String... keys) {
        return asked(node, mode, wait, keys).orElseThrow();
    }

    private static Optional<HeldLock> asked(Node node, LockMode mode, Duration wait, String... keys) {
        return lock(
                node,
                new LockRequest(
                        "", List.of(keys), mode, false, wait, null, Duration.ZERO, OnUnavailable.DEFAULT, false));
    }

    private static Optional<HeldLock> lock(Node node, LockRequest request) {
        try {
            LockOutcome outcome = node.coordinator().lock(request);
            assertThat(outcome).isInstanceOfAny(LockOutcome.Granted.class, LockOutcome.Contended.class);
            return outcome instanceof LockOutcome.Granted granted ? Optional.of(granted.lock()) : Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
