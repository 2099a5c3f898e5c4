package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.AppliedLimit;
import dev.lockstitch.redis.Failure;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RateLimiterTest {

    private static final KeyNames NAMES = new KeyNames("lockstitch");
    private static final RedisProcess REDIS = RedisProcess.start();
    private static final ScriptRunner RUNNER = new ScriptRunner(REDIS);
    private static final RateLimiter LIMITER = new RateLimiter(new RunnerLink(RUNNER, NAMES), false, 1);

    private static final long YEAR_2096 = 4_000_000_000_000_000L;
    private static final Limit TEN_AN_HOUR = Limit.of(10, Duration.ofHours(1));
    private static final Limit TWO_A_DAY = Limit.of(2, Duration.ofDays(1));
    private static final Limit THREE_A_SECOND = Limit.of(3, Duration.ofSeconds(1));

    @AfterAll
    static void stopRedis() {
        RUNNER.close();
        REDIS.close();
    }

    @BeforeEach
    void emptyRedis() {
        REDIS.command("FLUSHALL");
        RUNNER.setNow(null);
    }

    @Test
    void whenOneOfSeveralLimitsRejectsNoneIsCharged() throws InterruptedException {
        take(part("b", TWO_A_DAY, 2));
        RateLimitDecision decision =
                take(part("a", TEN_AN_HOUR, 1), part("b", TWO_A_DAY, 1), part("c", TEN_AN_HOUR, 3));
        assertThat(decision.granted()).isFalse();
        assertThat(decision.limits())
                .extracting(RateLimitDecision.State::remaining)
                .containsExactly(10L, 0L, 10L);
        assertThat(decision.binding().name()).isEqualTo("b");
        assertThat(decision.retryAfter()).isBetween(Duration.ofHours(11), Duration.ofHours(12));
        assertThat(REDIS.command("EXISTS", name("a"), name("c"))).isEqualTo(0L);
    }

    @Test
    void whenAllGrantEachIsChargedItsOwnCost() throws InterruptedException {
        RateLimitDecision decision =
                take(part("a", TEN_AN_HOUR, 4), part("b", TWO_A_DAY, 0), part("c", TEN_AN_HOUR, 7));
        assertThat(decision.granted()).isTrue();
        assertThat(decision.enforced()).isTrue();
        assertThat(decision.retryAfter()).isZero();
        assertThat(decision.limits())
                .extracting(RateLimitDecision.State::remaining)
                .containsExactly(6L, 2L, 3L);
        assertThat(decision.binding().name()).isEqualTo("c");
        assertThat(REDIS.command("EXISTS", name("b"))).isEqualTo(0L);
    }

    @Test
    void aCostAboveTheBurstIsRejectedForGoodEvenOfAFullBucket() throws InterruptedException {
        RateLimitDecision decision = take(part("a", TEN_AN_HOUR, 11));
        assertThat(decision.granted()).isFalse();
        assertThat(decision.retryAfter()).isEqualTo(RateLimitDecision.NEVER);
        assertThat(decision.binding().remaining()).isEqualTo(10);
        assertThat(REDIS.command("EXISTS", name("a"))).isEqualTo(0L);
    }

    @Test
    void aRejectionWritesNothing() throws InterruptedException {
        take(part("a", TWO_A_DAY, 2));
        List<String> before = List.of(stored("a"));
        assertThat(take(part("a", TWO_A_DAY, 1)).granted()).isFalse();
        assertThat(List.of(stored("a"))).isEqualTo(before);
    }

    @Test
    void aKeyExpiresWhenItsBucketIsFullAndVanishes() throws InterruptedException {
        RateLimitDecision decision = take(part("a", Limit.of(3, Duration.ofMillis(400)), 3));
        Object left = REDIS.command("PTTL", name("a"));
        // The expiry is an instant, rounded up to a millisecond.
        assertThat((Long) left).isBetween(1L, decision.binding().resetAfter().toMillis() + 1);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(REDIS.command("DBSIZE")).isEqualTo(0L));
        assertThat(take(part("a", Limit.of(3, Duration.ofMillis(400)), 0))
                        .binding()
                        .remaining())
                .isEqualTo(3);
    }

    @Test
    void aKeyNeverExpiresBeforeItsBucketIsFull() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            RUNNER.setNow(YEAR_2096 + 667L * i);
            take(part("k" + i, Limit.of(3, Duration.ofMillis(1)), 1));
            Exact full = Exact.parse(stored("k" + i));
            Object expiry = Objects.requireNonNull(REDIS.command("PEXPIRETIME", name("k" + i)));
            assertThat(Exact.of((Long) expiry).times(1000)).isGreaterThanOrEqualTo(full);
            assertThat(Exact.of((Long) expiry - 1).times(1000)).isLessThan(full);
        }
    }

    @Test
    void aKeyInUseTakesLittleMemory() throws InterruptedException {
        for (Limit limit : List.of(THREE_A_SECOND, TEN_AN_HOUR, Limit.of(7, Duration.ofDays(1)))) {
            take(Asked.of("sms", "12345678901234567890", limit, 1));
            String name = NAMES.of("limit", "12345678901234567890", "sms");
            assertThat((Long) REDIS.command("MEMORY", "USAGE", name)).as(name).isLessThanOrEqualTo(128L);
            REDIS.command("FLUSHALL");
        }
    }

    @Test
    void aDecisionIsOneCommandGrantedOrNot() throws InterruptedException {
        take(part("a", TEN_AN_HOUR, 0));
        REDIS.command("CONFIG", "RESETSTAT");
        for (int i = 0; i < 25; i++) {
            assertThat(take(part("a", TEN_AN_HOUR, 1), part("b", TEN_AN_HOUR, 1))
                            .granted())
                    .isEqualTo(i < 10);
        }
        String stats = String.valueOf(REDIS.command("INFO", "commandstats"));
        assertThat(calls(stats, "eval") + calls(stats, "evalsha")).isEqualTo(25);
        assertThat(calls(stats, "time")).isEqualTo(25);
        assertThat(calls(stats, "get")).isEqualTo(50);
        assertThat(calls(stats, "set")).isEqualTo(20);
    }

    @Test
    void anotherTypeOfValueIsRedissOwnError() throws InterruptedException {
        REDIS.command("RPUSH", name("b"), "x");
        assertThat(failure(part("a", TEN_AN_HOUR, 1), part("b", TEN_AN_HOUR, 1)).reason())
                .startsWith("WRONGTYPE");
        assertThat(REDIS.command("EXISTS", name("a"))).isEqualTo(0L);
    }

    @Test
    void aForeignTextIsNamedAndLeftAlone() throws InterruptedException {
        for (String foreign :
                List.of("hello", "", "1.5e3", "-7", "007", "12+3", "12+3/2", "12+0/2", "9007199254740992")) {
            REDIS.command("SET", name("b"), foreign);
            assertThat(failure(part("a", TEN_AN_HOUR, 1), part("b", TEN_AN_HOUR, 1))
                            .reason())
                    .startsWith("LOCKSTITCH KEYS[2] holds a foreign value");
            assertThat(stored("b")).isEqualTo(foreign);
            assertThat(REDIS.command("EXISTS", name("a"))).isEqualTo(0L);
        }
    }

    @Test
    void aForeignTextIsNamedToACallUnderOneLimitToo() throws InterruptedException {
        for (String foreign : List.of("hello", "12345678901234.5", "0234567890123456", "9999999999999999")) {
            REDIS.command("SET", name("b"), foreign);
            assertThat(failure(part("b", TEN_AN_HOUR, 1)).reason())
                    .startsWith("LOCKSTITCH KEYS[1] holds a foreign value");
            assertThat(stored("b")).isEqualTo(foreign);
        }
    }

    @Test
    void afterAStepBackOfTheClockOneBurstIsOwedAndStoredWhateverIsDecided() throws InterruptedException {
        for (long cost : List.of(0L, 1L, 11L)) {
            RUNNER.setNow(YEAR_2096);
            take(part("a" + cost, TEN_AN_HOUR, 10));
            RUNNER.setNow(YEAR_2096 - 5_000_000);
            RateLimitDecision decision = take(part("a" + cost, TEN_AN_HOUR, cost));
            assertThat(decision.granted()).isEqualTo(cost == 0);
            assertThat(decision.binding().resetAfter()).isEqualTo(Duration.ofHours(1));
            assertThat(stored("a" + cost)).isEqualTo("" + (YEAR_2096 - 5_000_000 + 3_600_000_000L));
            assertThat((Long) REDIS.command("PTTL", name("a" + cost))).isPositive();
        }
    }

    @Test
    void aLoweredBurstIsOwedAtMost() throws InterruptedException {
        take(part("a", TEN_AN_HOUR, 10));
        RateLimitDecision decision = take(part("a", new Limit(10, Duration.ofHours(1), 2), 1));
        assertThat(decision.retryAfter()).isEqualTo(Duration.ofMinutes(6));
        assertThat(decision.binding().resetAfter()).isEqualTo(Duration.ofMinutes(12));
    }

    @Test
    void aRestOfFormerNumbersCountsAsAWholeMicrosecond() throws InterruptedException {
        RUNNER.setNow(YEAR_2096);
        take(part("a", THREE_A_SECOND, 1));
        assertThat(stored("a")).isEqualTo("4000000000333333+1/3");
        RateLimitDecision decision = take(part("a", Limit.of(7, Duration.ofSeconds(1)), 0));
        assertThat(decision.binding().resetAfter()).isEqualTo(Duration.of(333_334, ChronoUnit.MICROS));
        take(part("a", Limit.of(7, Duration.ofSeconds(1)), 1));
        assertThat(stored("a")).isEqualTo("4000000000476191+1/7");
    }

    @Test
    void limitsOfDifferentNamesDoNotMix() throws InterruptedException {
        take(part("a", TWO_A_DAY, 2));
        assertThat(take(part("b", TWO_A_DAY, 2)).granted()).isTrue();
        assertThat(take(part("a", TWO_A_DAY, 1)).granted()).isFalse();
    }

    private static AppliedLimit part(String name, Limit limit, long cost) {
        return Asked.of(name, "key", limit, cost);
    }

    private static String name(String limit) {
        return NAMES.of("limit", "key", limit);
    }

    private static String stored(String limit) {
        return Objects.requireNonNull(RUNNER.values(List.of(name(limit))).get(0));
    }

    private static RateLimitDecision take(AppliedLimit... parts) throws InterruptedException {
        Answer<RateLimitDecision> answer = LIMITER.decide(List.of(parts));
        assertThat(answer).isInstanceOf(Answer.Reply.class);
        return ((Answer.Reply<RateLimitDecision>) answer).value();
    }

    private static Failure failure(AppliedLimit... parts) throws InterruptedException {
        Answer<RateLimitDecision> answer = LIMITER.decide(List.of(parts));
        assertThat(answer).isInstanceOf(Answer.None.class);
        return ((Answer.None<RateLimitDecision>) answer).failure();
    }

    private static long calls(String stats, String command) {
        return stats.lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .mapToLong(line -> Long.parseLong(line.split("[=,]", -1)[1]))
                .sum();
    }
}
