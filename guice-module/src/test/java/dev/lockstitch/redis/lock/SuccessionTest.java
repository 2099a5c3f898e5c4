package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.Faults;
import dev.lockstitch.redis.FaultyRedis;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A primary that has missed what its predecessor was told last. */
final class SuccessionTest {

    private static final String LEASE = "30000";
    private static final Duration SOON = Duration.ofSeconds(8);

    private static RedisProcess redis;
    private static FaultyRedis faulty;

    private FaultyRedis.Way way;
    private Node node;

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
    void open() {
        way = faulty.way(Faults.NONE, 1, CoordinatorSettings.DEFAULTS);
        node = Node.on(way.connection(), CoordinatorSettings.DEFAULTS);
        await().until(way::isPrimaryKnown);
    }

    @AfterEach
    void close() {
        node.close();
        redis.command("FLUSHALL");
    }

    /** Locked and given back; its token. */
    private String givenBack(LockRequest request) {
        HeldLock lock = node.coordinator().tryLock(request).orElseThrow();
        String token = lock.token();
        lock.close();
        assertThat(exists("lock", request.key())).isFalse();
        return token;
    }

    private static String name(String kind, String key) {
        return "lockstitch:" + kind + ":{" + key + "}";
    }

    private static boolean exists(String kind, String key) {
        return Long.valueOf(1).equals(redis.command("EXISTS", name(kind, key)));
    }

    private static void missRelease(String key, String token) {
        redis.command("SET", name("lock", key), token, "PX", LEASE);
    }

    private static void awaitFree(String key) {
        await().atMost(SOON).until(() -> !exists("lock", key));
    }

    @Test
    void whatWasGivenBackIsGivenBackAgainHoweverMuchFollowed() {
        String token = givenBack(LockRequest.of("k"));
        for (int i = 0; i < 5000; i++) {
            givenBack(LockRequest.of("k"));
        }
        missRelease("k", token);
        way.failOver();
        awaitFree("k");
    }

    @Test
    void readersAndThoseInTheQueueAreTakenOutAsWell() {
        String reader = givenBack(LockRequest.of("k").shared());
        String waiting = givenBack(LockRequest.of("q"));
        long end = System.currentTimeMillis() + 30_000;
        redis.command("ZADD", name("readers", "k"), Long.toString(end), reader);
        redis.command("PEXPIRE", name("readers", "k"), LEASE);
        redis.command("ZADD", name("queue", "q"), "1", "x" + waiting);
        redis.command("PEXPIRE", name("queue", "q"), LEASE);
        way.failOver();
        await().atMost(SOON).until(() -> !exists("readers", "k") && !exists("queue", "q"));
    }

    @Test
    void whatIsHeldAndWhatIsNotOursStay() {
        HeldLock held = node.coordinator().tryLock(LockRequest.of("held")).orElseThrow();
        givenBack(LockRequest.of("another's"));
        missRelease("another's", "a1-1");
        String token = givenBack(LockRequest.of("k"));
        missRelease("k", token);
        String before = givenBack(LockRequest.of("held before"));
        HeldLock again =
                node.coordinator().tryLock(LockRequest.of("held before")).orElseThrow();
        way.failOver();
        awaitFree("k");
        // A second one, all of whose questions come after those of the first.
        missRelease("k", givenBack(LockRequest.of("k")));
        way.failOver();
        awaitFree("k");
        assertThat(redis.command("GET", name("lock", "held"))).isEqualTo(held.token());
        assertThat(redis.command("GET", name("lock", "held before")))
                .isEqualTo(again.token())
                .isNotEqualTo(before);
        assertThat(redis.command("GET", name("lock", "another's"))).isEqualTo("a1-1");
        assertThat(held.isHeld() && again.isHeld()).isTrue();
        held.close();
        again.close();
    }

    @Test
    void whatWasGivenBackOnlyAfterAnOutageIsGivenBackAgainAsWell() {
        HeldLock lock = node.coordinator().tryLock(LockRequest.of("k")).orElseThrow();
        String token = lock.token();
        way.cut(Duration.ofMillis(400), false);
        lock.close();
        awaitFree("k");
        missRelease("k", token);
        // More than once, for the answer to that release may be on its way yet.
        await().atMost(SOON).until(() -> {
            way.failOver();
            return !exists("lock", "k");
        });
    }

    @Test
    void anOutageThatComesWithItIsWaitedFor() {
        String token = givenBack(LockRequest.of("k"));
        missRelease("k", token);
        way.cut(Duration.ofMillis(800), false);
        way.failOver();
        awaitFree("k");
    }
}
