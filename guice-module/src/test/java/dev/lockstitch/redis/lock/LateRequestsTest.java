package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.Faults;
import dev.lockstitch.redis.FaultyRedis;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Script;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes late for a lock, or not at all, which the exploration by seed found: each with a test that needs no luck. */
final class LateRequestsTest {

    private static final String TOKEN = "a1-1";
    private static final String LEASE = "30000";
    private static final long EXTENDED = 600_000;
    private static final Script<Long> ACQUIRE = script("acquire.lua");
    private static final Script<Long> RELEASE = script("release.lua");
    private static final Script<Long> RENEW = script("renew.lua");
    private static final Script<Long> GO_ON = script("goon.lua");
    private static final Duration SOON = Duration.ofSeconds(8);

    private static RedisProcess redis;
    private static FaultyRedis faulty;

    private final List<String> keys =
            new KeyNames("lockstitch").of(List.of("lock", "fence", "queue", "nodes", "readers"), "k");

    private static Script<Long> script(String file) {
        return Script.number(LockScripts.class, "queue.lua", file);
    }

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
        faulty = new FaultyRedis(redis);
    }

    @AfterAll
    static void stop() {
        faulty.close();
        redis.close();
    }

    @BeforeEach
    @AfterEach
    void forget() {
        redis.command("FLUSHALL");
    }

    private long acquire(String mode) {
        return faulty.run(ACQUIRE, keys, TOKEN, mode, LEASE, "1", "0", "0");
    }

    @Test
    void aRenewalThatComesLateDoesNotProlongWhatIsOnlyKeptForItsLeastTime() {
        assertThat(acquire("x")).isPositive();
        assertThat(faulty.run(RELEASE, keys, TOKEN, "5000", "0")).isEqualTo(1);
        assertThat(faulty.run(RENEW, keys, TOKEN, LEASE, "to")).isZero();
        assertThat(faulty.run(GO_ON, keys, TOKEN, LEASE, "64")).isZero();
        assertThat(redis.ttlMillis(keys.get(0))).isBetween(1L, 5000L);
    }

    @Test
    void aRenewalThatComesLateDoesNotProlongAReaderThatIsOnlyKeptForItsLeastTime() {
        assertThat(acquire("s")).isPositive();
        assertThat(faulty.run(RELEASE, keys, TOKEN, "5000", "0")).isEqualTo(1);
        assertThat(faulty.run(RENEW, keys, TOKEN, LEASE, "to")).isZero();
        long wait = faulty.run(ACQUIRE, keys, "b2-1", "x", LEASE, "0", "0", "0");
        assertThat(wait).as("a writer is kept out").isNegative();
        assertThat(redis.command("ZSCORE", keys.get(4), TOKEN)).isNull();
    }

    @Test
    void aQuestionForAnotherTurnThatComesLateDoesNotTakeBackAnExtension() {
        assertThat(acquire("x")).isPositive();
        assertThat(extend()).isGreaterThan(EXTENDED);
        assertThat(faulty.run(GO_ON, keys, TOKEN, LEASE, "64")).isPositive();
        assertThat(redis.ttlMillis(keys.get(0))).isGreaterThan(EXTENDED);
    }

    @Test
    void aQuestionForALockThatComesTwiceDoesNotTakeBackAnExtension() {
        assertThat(acquire("x")).isPositive();
        assertThat(extend()).isGreaterThan(EXTENDED);
        assertThat(acquire("x")).isPositive();
        assertThat(redis.ttlMillis(keys.get(0))).isGreaterThan(EXTENDED);
    }

    @Test
    void aReadersQuestionThatComesTwiceDoesNotTakeBackAnExtension() {
        assertThat(acquire("s")).isPositive();
        assertThat(extend()).isGreaterThan(EXTENDED);
        assertThat(acquire("s")).isPositive();
        assertThat(endMicros(TOKEN) - micros()).isGreaterThan(EXTENDED * 1000L);
        assertThat(redis.ttlMillis(keys.get(4))).isGreaterThan(EXTENDED);
    }

    @Test
    void aClaimIsNotKeptBeyondTheLeaseOfWhoTakesIt() {
        takesItsClaim("x");
        assertThat(redis.ttlMillis(keys.get(0))).isLessThanOrEqualTo(200);
        redis.command("FLUSHALL");
        takesItsClaim("s");
        assertThat(endMicros("b2-1") - micros()).isLessThanOrEqualTo(201_000L);
    }

    /** For a lease that is shorter than a claim. */
    private void takesItsClaim(String mode) {
        assertThat(acquire("x")).isPositive();
        String[] brief = {"b2-1", mode, "200", "1", "0", "0"};
        assertThat(faulty.run(ACQUIRE, keys, (Object[]) brief)).isNegative();
        assertThat(faulty.run(RELEASE, keys, TOKEN, "0", "0")).isEqualTo(1);
        assertThat(faulty.run(ACQUIRE, keys, (Object[]) brief)).isPositive();
    }

    private long extend() {
        return faulty.run(RENEW, keys, TOKEN, "600000", "by");
    }

    private long endMicros(String reader) {
        return Long.parseLong(String.valueOf(redis.command("ZSCORE", keys.get(4), reader))) * 1000;
    }

    @Test
    void aReadersLeaseLastsInRedisAtLeastAsLongAsItsHolderThinks() {
        for (int i = 0; i < 50; i++) {
            long before = micros();
            assertThat(faulty.run(ACQUIRE, keys, "a1-" + i, "s", LEASE, "1", "0", "0"))
                    .isPositive();
            assertThat(endMicros("a1-" + i) - before).isGreaterThanOrEqualTo(30_000_000L);
        }
    }

    private static long micros() {
        List<?> time = (List<?>) Objects.requireNonNull(redis.command("TIME"));
        return Long.parseLong(String.valueOf(time.get(0))) * 1_000_000 + Long.parseLong(String.valueOf(time.get(1)));
    }

    @Test
    void theFencingTokenOfSeveralKeysIsKnownAfterTheOutageThatTheirReleaseMet() {
        redis.command("SET", "lockstitch:fence:{z}", "8000000000000000", "PX", "600000");
        CoordinatorSettings settings = CoordinatorSettings.DEFAULTS;
        FaultyRedis.Way way = faulty.way(Faults.NONE, 1, settings);
        try (Node node = Node.on(way.connection(), settings)) {
            LockRequest request = LockRequest.of("k").keys(List.of("k", "z"));
            HeldLock both = node.coordinator().tryLock(request).orElseThrow();
            way.cut(Duration.ofMillis(600), false);
            both.close();
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(redis.ttlMillis(keys.get(0))).isEqualTo(-2));
            HeldLock next = node.coordinator().tryLock(LockRequest.of("k")).orElseThrow();
            assertThat(next.fencingToken()).isGreaterThan(both.fencingToken());
            next.close();
        }
    }

    @Test
    void aLockWhoseLeastTimeIsOverIsGivenBackSoonAfterTheOutageThatItsReleaseMet() {
        CoordinatorSettings settings = CoordinatorSettings.DEFAULTS;
        FaultyRedis.Way way = faulty.way(Faults.NONE, 1, settings);
        try (Node node = Node.on(way.connection(), settings)) {
            LockRequest request = LockRequest.of("k").minHoldTime(Duration.ofMillis(200));
            HeldLock lock = node.coordinator().tryLock(request).orElseThrow();
            way.cut(Duration.ofMillis(600), false);
            lock.close();
            assertThat(redis.ttlMillis(keys.get(0))).isGreaterThan(20_000);
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(redis.ttlMillis(keys.get(0))).isEqualTo(-2));
        }
    }
}
