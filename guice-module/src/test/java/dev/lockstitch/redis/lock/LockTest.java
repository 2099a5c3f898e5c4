package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.testing.CommandCounts;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes and a healthy Redis. */
final class LockTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(20);

    private static RedisProcess redis;
    private static Node one;
    private static Node two;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
        one = Node.on(redis);
        two = Node.on(redis);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.command("FLUSHALL");
    }

    @Test
    void oneNodeAtATimeHoldsAKey() {
        try (HeldLock held = take(one, "k")) {
            assertThat(held.isHeld()).isTrue();
            assertThat(two.coordinator().tryLock("k", AT_ONCE)).isEmpty();
            assertThat(one.coordinator().tryLock("k", AT_ONCE)).isEmpty();
            take(two, "other").close();
        }
        take(two, "k").close();
    }

    @Test
    void aClosedLockIsNotHeldAndClosingItAgainLeavesTheNextHolderAlone() {
        HeldLock first = take(one, "k");
        first.close();
        try (HeldLock second = take(two, "k")) {
            first.close();
            assertThat(first.isHeld()).isFalse();
            assertThat(one.coordinator().tryLock("k", AT_ONCE)).isEmpty();
            assertThat(second.isHeld()).isTrue();
        }
    }

    @Test
    void fencingTokensIncreaseAlsoWhenRedisForgetsThem() {
        List<Long> tokens = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            try (HeldLock held = take(i % 2 == 0 ? one : two, "k")) {
                tokens.add(held.fencingToken());
            }
            if (i % 5 == 0) {
                redis.command("FLUSHALL");
            }
        }
        assertThat(tokens).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void everyKeyExpires() {
        try (HeldLock held = take(one, "k")) {
            CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(
                    () -> two.coordinator().tryLock("k", Duration.ofMillis(300)).isPresent());
            await().until(() -> keys().size() == 4);
            assertThat(keys())
                    .allSatisfy(key -> assertThat(redis.ttlMillis(key)).isPositive());
            assertThat(other.join()).isFalse();
            assertThat(held.isHeld()).isTrue();
        }
        assertThat(keys()).allSatisfy(key -> assertThat(redis.ttlMillis(key)).isPositive());
    }

    @Test
    void aWaiterIsToldOfTheReleaseAndNeedNotPoll() throws Exception {
        long waited = 0;
        for (int i = 0; i < 10; i++) {
            HeldLock held = take(one, "k");
            CompletableFuture<Long> other = CompletableFuture.supplyAsync(() -> {
                try (HeldLock got = two.coordinator().tryLock("k", LONG).orElseThrow()) {
                    assertThat(got.isHeld()).isTrue();
                    return System.nanoTime();
                }
            });
            await().until(() -> keys().stream().anyMatch(key -> key.contains(":queue:")));
            long released = System.nanoTime();
            held.close();
            waited += other.get() - released;
        }
        assertThat(Duration.ofNanos(waited))
                .as("ten handovers; polls alone take five seconds and more")
                .isLessThan(LONG.dividedBy(8));
    }

    @Test
    void allWaitersOfANodeGetTheirTurnWithoutPolling() {
        HeldLock held = take(one, "k");
        List<CompletableFuture<Void>> waiters = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiters.add(CompletableFuture.runAsync(
                    () -> two.coordinator().tryLock("k", LONG).orElseThrow().close()));
        }
        held.close();
        waiters.forEach(CompletableFuture::join);
        assertThat(waiters).hasSize(8);
    }

    @Test
    void anUncontendedLockAndReleaseTakeTwoCommands() {
        take(one, "warm").close();
        take(two, "warm").close(); // the other node's first contact runs a script too
        long before = CommandCounts.scripts(redis);
        for (int i = 0; i < 10; i++) {
            take(one, "k").close();
        }
        assertThat(CommandCounts.scripts(redis) - before).isEqualTo(20);
    }

    @Test
    void aNestedCallSendsNothingAndLeavesTheOuterLease() throws Exception {
        one.coordinator().withLock("k", () -> {
            HeldLock outer = HeldLock.current().orElseThrow();
            long before = CommandCounts.scripts(redis);
            one.coordinator().withLock("k", () -> {
                assertThat(HeldLock.current().orElseThrow().fencingToken()).isEqualTo(outer.fencingToken());
                return null;
            });
            assertThat(CommandCounts.scripts(redis) - before).isZero();
            assertThat(outer.isHeld()).isTrue();
            assertThat(two.coordinator().tryLock("k", AT_ONCE)).isEmpty();
            return null;
        });
        assertThat(HeldLock.current()).isEmpty();
        take(two, "k").close();
    }

    @Test
    void anotherThreadDoesNotEnterANestedLock() throws Exception {
        one.coordinator().withLock("k", () -> {
            assertThat(CompletableFuture.supplyAsync(() -> one.coordinator().tryLock("k", AT_ONCE))
                            .join())
                    .isEmpty();
            return null;
        });
    }

    @Test
    void aTokenGivesTheLockBackOnAnotherNode() {
        HeldLock held = take(one, "k");
        assertThat(two.coordinator().release("k", held.token() + "0")).isFalse();
        assertThat(one.coordinator().tryLock("k", AT_ONCE)).isEmpty();
        assertThat(two.coordinator().release("k", held.token())).isTrue();
        take(one, "k").close();
        held.close();
    }

    @Test
    void whatIsGivenBackOnAnotherNodeIsNotToldAsLost() {
        AtomicInteger lost = new AtomicInteger();
        try (Logged logged = new Logged()) {
            HeldLock held = take(one, "k");
            held.onLost(lost::incrementAndGet);
            assertThat(two.coordinator().release("k", held.token())).isTrue();
            held.close();
            assertThat(logged.warnings()).isEmpty();
        }
        assertThat(lost).hasValue(0);
    }

    @Test
    void anExplicitLeaseCanBeExtended() {
        try (HeldLock held =
                one.coordinator().tryLock("k", AT_ONCE, Duration.ofSeconds(5)).orElseThrow()) {
            assertThat(held.extend(Duration.ofSeconds(60))).isTrue();
            assertThat(held.remaining()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(65));
            assertThat(redis.ttlMillis("lockstitch:lock:{k}")).isGreaterThan(50_000);
        }
    }

    @Test
    void hostileKeysAreLockedAndReleased() {
        for (String key : List.of(
                "{", "}", "a{b", "{}x", "a}b{c", "\\", "é\n\u0000", "\ud83d\ude00", "\ud800", "x".repeat(5000))) {
            take(one, key).close();
            try (HeldLock held = take(two, key)) {
                assertThat(held.key()).isEqualTo(key);
                assertThat(one.coordinator().tryLock(key, AT_ONCE)).isEmpty();
            }
        }
        assertThat(keys()).noneMatch(key -> key.contains(":lock:"));
    }

    @Test
    void aForeignValueIsAnErrorThatNamesItAndNotContention() {
        redis.command("SET", "lockstitch:lock:{text}", "something else", "PX", "60000");
        redis.command("SET", "lockstitch:lock:{immortal}", "0123456789abcdef-1");
        redis.command("LPUSH", "lockstitch:lock:{list}", "x");
        for (String key : List.of("text", "immortal", "list")) {
            try (Logged logged = new Logged();
                    HeldLock given = one.coordinator().tryLock(key, AT_ONCE).orElseThrow()) {
                assertThat(given.isHeld()).isFalse();
                assertThat(logged.errors()).singleElement().asString().contains('"' + key + '"');
            }
        }
        assertThat(one.coordinator().isRedisAvailable())
                .as("the other keys are coordinated")
                .isTrue();
    }

    @Test
    void aKeyOfAForeignTypeIsNotAskedForEverAfter() {
        redis.command("LPUSH", "lockstitch:lock:{list}", "x");
        one.coordinator().tryLock("list", AT_ONCE).orElseThrow().close();
        long before = CommandCounts.scripts(redis);
        Duration severalRetries = Duration.ofMillis(1600);
        await().pollDelay(severalRetries).until(() -> true);
        assertThat(CommandCounts.scripts(redis)).isEqualTo(before);
    }

    private static HeldLock take(Node node, String key) {
        return node.coordinator().tryLock(key, AT_ONCE).orElseThrow();
    }

    private static List<String> keys() {
        return redis.keys("*");
    }
}
