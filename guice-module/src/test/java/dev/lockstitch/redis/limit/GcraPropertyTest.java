package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.AppliedLimit;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** The script on a real Redis against {@link ModelLimit}, on a clock far ahead, so that no key expires meanwhile. */
final class GcraPropertyTest {

    private static final KeyNames NAMES = new KeyNames("lockstitch");
    private static final long YEAR_2096 = 4_000_000_000_000_000L;
    private static final int STEPS = 40;

    private static final RedisProcess REDIS = RedisProcess.start();
    private static final ScriptRunner RUNNER = new ScriptRunner(REDIS);
    private static final RateLimiter LIMITER = new RateLimiter(new RunnerLink(RUNNER, NAMES), false, 1);

    @AfterContainer
    static void stopRedis() {
        RUNNER.close();
        REDIS.close();
    }

    @Property(tries = 250)
    void everyDecisionEqualsTheModelToTheMicrosecond(@ForAll("limits") List<Limit> limits, @ForAll Random random)
            throws InterruptedException {
        REDIS.command("FLUSHALL");
        List<ModelLimit> models = limits.stream().map(ModelLimit::new).toList();
        long now = YEAR_2096;
        for (int step = 0; step < STEPS; step++) {
            List<AppliedLimit> parts = parts(limits, random);
            RateLimitDecision decision = decide(now, parts);
            checkAgainst(models, parts, now, decision);
            now += advance(limits.get(random.nextInt(limits.size())), decision, random);
        }
        for (String key : keys(limits.size())) {
            assertThat((Long) REDIS.command("PTTL", key))
                    .as("no key without expiry")
                    .isNotEqualTo(-1L);
        }
    }

    private static void checkAgainst(
            List<ModelLimit> models, List<AppliedLimit> parts, long now, RateLimitDecision decision) {
        models.forEach(model -> model.clamp(now));
        boolean granted = all(models, parts, (model, part) -> model.wouldGrant(now, part.cost()));
        Duration retryAfter = Duration.ZERO;
        for (int i = 0; i < models.size(); i++) {
            Duration own = models.get(i).retryAfter(now, parts.get(i).cost());
            retryAfter = own.compareTo(retryAfter) > 0 ? own : retryAfter;
            if (granted) {
                models.get(i).take(now, parts.get(i).cost());
            }
        }
        assertThat(decision.granted()).isEqualTo(granted);
        assertThat(decision.retryAfter()).isEqualTo(retryAfter);
        assertThat(ChronoUnit.MICROS.between(Instant.EPOCH, decision.decidedAt()))
                .isEqualTo(now);
        List<String> stored = RUNNER.values(keys(models.size()));
        for (int i = 0; i < models.size(); i++) {
            RateLimitDecision.State state = decision.limits().get(i);
            assertThat(state.remaining()).isEqualTo(models.get(i).remaining(now));
            assertThat(state.resetAfter()).isEqualTo(models.get(i).resetAfter(now));
            assertThat(stored.get(i) == null ? null : Exact.parse(Objects.requireNonNull(stored.get(i))))
                    .isEqualTo(models.get(i).arrival());
        }
    }

    private interface Check {
        boolean holds(ModelLimit model, AppliedLimit part);
    }

    private static boolean all(List<ModelLimit> models, List<AppliedLimit> parts, Check check) {
        return IntStream.range(0, models.size()).allMatch(i -> check.holds(models.get(i), parts.get(i)));
    }

    private static RateLimitDecision decide(long now, List<AppliedLimit> parts) throws InterruptedException {
        RUNNER.setNow(now);
        Answer<RateLimitDecision> answer = LIMITER.decide(parts);
        assertThat(answer).isInstanceOf(Answer.Reply.class);
        return ((Answer.Reply<RateLimitDecision>) answer).value();
    }

    private static List<AppliedLimit> parts(List<Limit> limits, Random random) {
        List<AppliedLimit> parts = new ArrayList<>();
        for (int i = 0; i < limits.size(); i++) {
            parts.add(Asked.of(
                    "limit" + i, "key", limits.get(i), cost(limits.get(i).burst(), random)));
        }
        return parts;
    }

    private static List<String> keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> NAMES.of("limit", "key", "limit" + i))
                .toList();
    }

    private static long cost(long burst, Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> 0;
            case 1 -> burst;
            case 2 -> Math.max(1, burst - 1);
            case 3 -> random.nextInt(4) == 0 ? burst + 1 : 1;
            case 4 -> random.nextInt(16) == 0 ? Long.MAX_VALUE : 1;
            case 5, 6, 7 -> 1 + Math.floorMod(random.nextLong(), burst);
            default -> 1;
        };
    }

    /** Steps that end exactly at, or a microsecond beside, what was announced; and tiny, large and backward ones. */
    private static long advance(Limit limit, RateLimitDecision decision, Random random) {
        long period = limit.period().dividedBy(Duration.of(1, ChronoUnit.MICROS));
        long interval = period / limit.permits();
        Duration announced = decision.retryAfter().equals(RateLimitDecision.NEVER)
                ? decision.limits().get(0).resetAfter()
                : decision.retryAfter();
        return switch (random.nextInt(14)) {
            case 0, 1 -> 0;
            case 2 -> 1;
            case 3 -> random.nextInt(10);
            case 4, 5 -> announced.dividedBy(Duration.of(1, ChronoUnit.MICROS));
            case 6 -> Math.max(0, announced.dividedBy(Duration.of(1, ChronoUnit.MICROS)) - 1);
            case 7, 8 -> interval + random.nextInt(2);
            case 9 -> interval * (1 + random.nextInt(5));
            case 10 -> Math.floorMod(random.nextLong(), period);
            case 11 -> 2 * period;
            case 12 -> -1 - random.nextInt(10);
            default -> -1 - Math.floorMod(random.nextLong(), 2 * period);
        };
    }

    @Provide
    Arbitrary<List<Limit>> limits() {
        return Arbitraries.oneOf(awkwardLimits(), anyLimits())
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static Arbitrary<Limit> awkwardLimits() {
        return Arbitraries.of(
                Limit.of(3, Duration.ofSeconds(1)),
                Limit.of(7, Duration.ofDays(1)),
                Limit.of(1_000_000, Duration.ofDays(1)),
                new Limit(1_000_000, Duration.ofSeconds(1), 1),
                Limit.of(1, Duration.ofDays(365)),
                // The largest bursts that these rates allow: the arithmetic close to 2^53.
                new Limit(29, Duration.ofDays(1), 104_000),
                new Limit(999_999_937, Duration.ofDays(365), 285),
                new Limit(1, Duration.ofDays(365), 10),
                new Limit(1, Duration.ofMillis(1), 1_000_000_000));
    }

    private static Arbitrary<Limit> anyLimits() {
        Arbitrary<Long> permits = Arbitraries.longs().between(1, 1_000_000);
        Arbitrary<Long> micros = Arbitraries.longs().between(1_000_000, 90_000_000_000L);
        Arbitrary<Long> burst = Arbitraries.longs().between(1, 2_000);
        return Combinators.combine(permits, micros, burst)
                .as((some, period, most) -> new Limit(some, Duration.of(period, ChronoUnit.MICROS), most));
    }
}
