package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.CommandCounts;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rejections that cost no command, and when they are forgotten. */
final class RememberingTest {

    private static final RedisProcess REDIS = RedisProcess.start();
    private static final Limit TWO_AN_HOUR = Limit.of(2, Duration.ofHours(1));

    private Node one;
    private Node two;

    @AfterAll
    static void stopRedis() {
        REDIS.close();
    }

    @BeforeEach
    void start() {
        REDIS.command("FLUSHALL");
        one = Node.on(REDIS, CoordinatorSettings.DEFAULTS);
        two = Node.on(REDIS, CoordinatorSettings.DEFAULTS);
        take(two, "warm");
        await("the first rejection has it listen for refunds").until(() -> {
            remember(one);
            return rejectedWithoutACommand(one);
        });
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private static void remember(Node node) {
        for (int i = 0; i < 4; i++) {
            take(node, "warm");
        }
    }

    private static boolean rejectedWithoutACommand(Node node) {
        long before = CommandCounts.scripts(REDIS);
        return !take(node, "warm").granted() && CommandCounts.scripts(REDIS) == before;
    }

    @Test
    void afterARejectionMostCallsSendNothing() {
        long before = CommandCounts.scripts(REDIS);
        long began = System.nanoTime();
        int calls = 10_000;
        for (int i = 0; i < calls; i++) {
            RateLimitDecision decision = take(one, "k");
            assertThat(decision.granted()).isEqualTo(i < 2);
        }
        long spans = (System.nanoTime() - began) / RejectionMemory.BELIEVED_NANOS;
        // Two grants and the first rejection, one look per tenth of a second, and the signs of life of the connection.
        assertThat(CommandCounts.scripts(REDIS) - before).isLessThan(20 + 4 * spans);
    }

    @Test
    void aRememberedRejectionTellsWhatRedisWouldHave() {
        take(one, "k");
        take(one, "k");
        RateLimitDecision asked = take(one, "k");
        RateLimitDecision remembered = take(one, "k");
        assertThat(remembered.granted()).isFalse();
        assertThat(remembered.binding().remaining()).isZero();
        assertThat(remembered.binding().limit()).isEqualTo(TWO_AN_HOUR);
        assertThat(remembered.retryAfter()).isLessThanOrEqualTo(asked.retryAfter());
        assertThat(remembered.retryAfter()).isGreaterThan(asked.retryAfter().minusSeconds(10));
        assertThat(remembered.decidedAt()).isAfterOrEqualTo(asked.decidedAt());
    }

    @Test
    void aRefundElsewhereIsHeardOf() {
        RateLimitDecision first = take(two, "k");
        take(two, "k");
        for (int i = 0; i < 20; i++) {
            assertThat(take(one, "k").granted()).isFalse();
        }
        assertThat(two.coordinator().refund(first)).isTrue();
        long refunded = System.nanoTime();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> take(one, "k").granted());
        assertThat(System.nanoTime() - refunded)
                .isLessThan(Duration.ofSeconds(20).toNanos());
    }

    @Test
    void aRefundIsToldToAllWhoRemember() {
        List<String> heard = new CopyOnWriteArrayList<>();
        one.connection().subscribe("lockstitch:limit:refunds", heard::add).join();
        assertThat(two.coordinator().refund(take(two, "k"))).isTrue();
        await().until(() -> heard.contains(String.valueOf(RejectionMemory.slot("", "k"))));
    }

    @Test
    void aRefundHereIsForgottenAtOnce() {
        RateLimitDecision first = take(one, "k");
        take(one, "k");
        assertThat(take(one, "k").granted()).isFalse();
        assertThat(take(one, "k").granted()).isFalse();
        assertThat(one.coordinator().refund(first)).isTrue();
        assertThat(take(one, "k").granted()).isTrue();
    }

    @Test
    void otherNumbersAreAskedForAtOnce() {
        take(one, "k");
        take(one, "k");
        assertThat(take(one, "k").granted()).isFalse();
        Limit more = new Limit(2, Duration.ofHours(1), 4);
        assertThat(one.coordinator().tryAcquire("k", more, 1).granted()).isTrue();
    }

    @Test
    void aDearerCallThatIsRejectedKeepsNoCheaperOneOut() {
        take(one, "k");
        assertThat(one.coordinator().tryAcquire("k", TWO_AN_HOUR, 2).granted()).isFalse();
        assertThat(take(one, "k").granted()).isTrue();
    }

    @Test
    void aFlushedRedisIsBelievedAfterATenthOfASecond() {
        take(one, "k");
        take(one, "k");
        assertThat(take(one, "k").granted()).isFalse();
        REDIS.command("FLUSHALL");
        await().atMost(Duration.ofSeconds(20)).until(() -> take(one, "k").granted());
    }

    private static RateLimitDecision take(Node node, String key) {
        return node.coordinator().tryAcquire(key, TWO_AN_HOUR, 1);
    }
}
