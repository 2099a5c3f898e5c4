package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.Limit;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.AppliedLimit;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The exploration's seed 520843539868 found this: one limit kept a call waiting, and the other forgot it meanwhile. */
class SeveralInLineTest {

    private static final Limit SLOW = new Limit(1, Duration.ofSeconds(1), 1);
    private static final Limit FAST = new Limit(10, Duration.ofSeconds(1), 1);
    private static final long START = 4_000_000_000_000_000L;
    private static final long SECOND = 1_000_000;

    private RedisProcess redis;
    private ScriptRunner runner;
    private Several several;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        runner = new ScriptRunner(redis);
        several = new Several(runner, new KeyNames("t"), false, unwanted -> {});
        runner.setNow(START);
    }

    @AfterEach
    void stop() {
        runner.close();
        redis.close();
    }

    private Decision ask(Duration wait, Limit... limits) {
        return ask(Stream.of(limits)
                .map(limit -> bucket(limit.equals(SLOW) ? "slow" : "fast", limit, wait, false))
                .toList());
    }

    private static Bucket bucket(String name, Limit limit, Duration wait, boolean shadow) {
        return Bucket.of(new AppliedLimit(name, "k", limit, limit, 1, wait, shadow));
    }

    private Decision ask(List<Bucket> buckets) {
        return ((Answer.Reply<Decision>) several.ask(buckets).join()).value();
    }

    @Test
    void nobodyStartsBesideOneWhomAnotherLimitKeptWaiting() {
        assertThat(ask(Duration.ZERO, SLOW, FAST).granted()).isTrue();
        assertThat(ask(Duration.ofSeconds(2), SLOW, FAST).waitMicros()).isEqualTo(SECOND);
        runner.setNow(START + SECOND);
        assertThat(ask(Duration.ZERO, FAST).granted()).isFalse();
        assertThat(ask(Duration.ofSeconds(1), FAST).waitMicros()).isEqualTo(SECOND / 10);
    }

    @Test
    void nobodyPassesOneWhomAnotherLimitKeepsWaiting() {
        ask(Duration.ZERO, SLOW, FAST);
        assertThat(ask(Duration.ofSeconds(2), SLOW, FAST).waitMicros()).isEqualTo(SECOND);
        runner.setNow(START + SECOND / 2);
        assertThat(ask(Duration.ofSeconds(1), FAST).waitMicros()).isEqualTo(SECOND / 2 + SECOND / 10);
    }

    @Test
    void whoLeavesTheLineOfASlowLimitOpensTheOthersAgain() {
        ask(Duration.ZERO, SLOW, FAST);
        Decision waiting = ask(Duration.ofSeconds(2), SLOW, FAST);
        runner.setNow(START + SECOND / 100);
        assertThat(giveBack(waiting)).isTrue();
        runner.setNow(START + SECOND / 5);
        assertThat(ask(Duration.ZERO, FAST).granted()).isTrue();
        runner.setNow(START + SECOND);
        assertThat(ask(Duration.ZERO, SLOW).granted()).isTrue();
    }

    @Test
    void whoLeavesFromTheEndOfTheLineLeavesAllAsItWasBefore() {
        ask(Duration.ZERO, SLOW, FAST);
        Decision first = ask(Duration.ofSeconds(1), FAST);
        Decision second = ask(Duration.ofSeconds(5), SLOW, FAST);
        Decision third = ask(Duration.ofSeconds(5), SLOW, FAST);
        assertThat(third.waitMicros()).isEqualTo(2 * SECOND);
        assertThat(giveBack(third)).isTrue();
        assertThat(ask(Duration.ofSeconds(5), SLOW, FAST).waitMicros()).isEqualTo(2 * SECOND);
        assertThat(giveBack(second)).as("it is not the last any more").isFalse();
        assertThat(giveBack(first)).as("neither").isFalse();
    }

    @Test
    void whoLeavesAfterItsStartGivesBackNoMoreThanItsCost() {
        Limit threeAtOnce = new Limit(10, Duration.ofSeconds(1), 3);
        ask(Duration.ZERO, SLOW, threeAtOnce);
        Decision begun = ask(Duration.ofSeconds(2), SLOW, threeAtOnce);
        runner.setNow(START + SECOND + SECOND / 10);
        for (int i = 0; i < 3; i++) {
            assertThat(ask(Duration.ZERO, threeAtOnce).granted()).isTrue();
        }
        assertThat(giveBack(begun)).isTrue();
        assertThat(ask(Duration.ZERO, threeAtOnce).granted()).isTrue();
        assertThat(ask(Duration.ZERO, threeAtOnce).granted()).isFalse();
    }

    @Test
    void aLimitInShadowKeepsNobodyWaitingAndTakesNothingAheadOfTheOthers() {
        List<Bucket> tried = List.of(
                bucket("slow", SLOW, Duration.ofSeconds(5), true), bucket("fast", FAST, Duration.ofSeconds(5), false));
        assertThat(ask(tried).waitMicros()).isZero();
        Decision second = ask(tried);
        assertThat(second.waitMicros()).isEqualTo(SECOND / 10);
        assertThat(second.limits().get(0).resetAfter()).isEqualTo(Duration.ofSeconds(2));
        runner.setNow(START + SECOND / 5);
        assertThat(ask(Duration.ZERO, FAST).granted()).isTrue();
        assertThat(ask(Duration.ofSeconds(5), SLOW).waitMicros())
                .as("whoever it holds for waits behind those who would have waited")
                .isEqualTo(2 * SECOND - SECOND / 5);
        assertThat(giveBack(second)).isTrue();
    }

    private boolean giveBack(Decision decision) {
        return new Refunds(runner, new KeyNames("t"), false, new RejectionMemory())
                .give(Objects.requireNonNull(decision.takeBack()).parts())
                .join();
    }
}
