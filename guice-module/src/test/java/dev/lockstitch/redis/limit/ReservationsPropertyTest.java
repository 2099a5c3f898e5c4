package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.Limit;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.AppliedLimit;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** Batches, waits, refunds and steps of the clock on a real Redis, against {@link ModelLine}. */
final class ReservationsPropertyTest {

    private static final KeyNames NAMES = new KeyNames("lockstitch");
    private static final String KEY = NAMES.of("limit", "key", "line");
    private static final long YEAR_2096 = 4_000_000_000_000_000L;
    private static final int STEPS = 40;

    private static final RedisProcess REDIS = RedisProcess.start();
    private static final ScriptRunner RUNNER = new ScriptRunner(REDIS);
    private static final Refunds REFUNDS = new Refunds(RUNNER, NAMES, false, new RejectionMemory());

    @AfterContainer
    static void stopRedis() {
        RUNNER.close();
        REDIS.close();
    }

    @Property(tries = 200)
    void everyWaitAndEveryRefundEqualsTheModelToTheMicrosecond(@ForAll("limits") Limit limit, @ForAll Random random) {
        REDIS.command("FLUSHALL");
        ModelLine model = new ModelLine(limit);
        List<Taken.Part> outstanding = new ArrayList<>();
        long now = YEAR_2096;
        for (int step = 0; step < STEPS; step++) {
            RUNNER.setNow(now);
            model.at(now);
            if (!outstanding.isEmpty() && random.nextInt(3) == 0) {
                refundOne(outstanding.remove(random.nextInt(outstanding.size())), model, now);
            } else {
                outstanding.addAll(takeSome(limit, model, now, random));
            }
            assertThat((Long) REDIS.command("PTTL", KEY))
                    .as("no key without expiry")
                    .isNotEqualTo(-1L);
            now += advance(limit, random);
        }
    }

    private static void refundOne(Taken.Part part, ModelLine model, long now) {
        boolean expected = model.refund(now, part.bucket().asked().cost(), part.startMicros());
        assertThat(REFUNDS.give(List.of(part)).join()).isEqualTo(expected);
    }

    private static List<Taken.Part> takeSome(Limit limit, ModelLine model, long now, Random random) {
        List<Call> calls = calls(limit, random);
        List<Taken.Part> taken = new ArrayList<>();
        Batch batch = new Batch(calls);
        Answer<String> answer = RUNNER.ask(Combining.TAKE, List.of(KEY), batch.arguments());
        assertThat(answer).isInstanceOf(Answer.Reply.class);
        batch.handOut(((Answer.Reply<String>) answer).value(), unwanted -> {});
        for (Call call : calls) {
            Call.Share share = ((Answer.Reply<Call.Share>) call.join()).value();
            AppliedLimit asked = call.bucket().asked();
            assertThat(share.atMicros()).isEqualTo(now);
            assertThat(share.waitMicros())
                    .isEqualTo(model.take(now, asked.cost(), call.bucket().patience()));
            assertThat(call.bucket().rate().micros(share.owed())).isEqualTo(model.resetAfter(now));
            assertThat(share.behindMicros()).isEqualTo(Math.max(0, model.lastStart() - now));
            if (share.waitMicros() >= 0 && asked.cost() > 0) {
                long start = share.waitMicros() > 0 ? now + share.waitMicros() : 0;
                taken.add(Taken.Part.alone(call.bucket(), start));
            }
        }
        return taken;
    }

    /** Runs of calls that ask the same, as threads make them. */
    private static List<Call> calls(Limit limit, Random random) {
        List<Call> calls = new ArrayList<>();
        int groups = 1 + random.nextInt(3);
        for (int group = 0; group < groups; group++) {
            long cost = cost(limit.burst(), random);
            Duration wait = Duration.of(patience(limit, random), ChronoUnit.MICROS);
            int count = 1 + random.nextInt(5);
            for (int i = 0; i < count; i++) {
                calls.add(new Call(Bucket.of(new AppliedLimit("line", "key", limit, limit, cost, wait, false)), false));
            }
        }
        return calls;
    }

    private static long cost(long burst, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> burst;
            case 2 -> burst + 1;
            case 3 -> 1 + Math.floorMod(random.nextLong(), burst);
            default -> 1;
        };
    }

    private static long patience(Limit limit, Random random) {
        long period = limit.period().dividedBy(Duration.of(1, ChronoUnit.MICROS));
        return switch (random.nextInt(4)) {
            case 0, 1 -> 0;
            case 2 -> Math.floorMod(random.nextLong(), 2 * period);
            default -> 3 * period * (1 + limit.burst() / limit.permits());
        };
    }

    private static long advance(Limit limit, Random random) {
        long period = limit.period().dividedBy(Duration.of(1, ChronoUnit.MICROS));
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> 0;
            case 3 -> 1;
            case 4, 5 -> period / limit.permits() + random.nextInt(2);
            case 6 -> Math.floorMod(random.nextLong(), period);
            case 7 -> 2 * period;
            case 8 -> -1 - random.nextInt(10);
            default -> -1 - Math.floorMod(random.nextLong(), 2 * period);
        };
    }

    @Provide
    Arbitrary<Limit> limits() {
        Arbitrary<Limit> awkward = Arbitraries.of(
                new Limit(1, Duration.ofSeconds(1), 1),
                new Limit(5, Duration.ofSeconds(1), 1),
                Limit.of(3, Duration.ofSeconds(1)),
                Limit.of(7, Duration.ofDays(1)),
                new Limit(1_000_000, Duration.ofSeconds(1), 1),
                new Limit(1_000, Duration.ofSeconds(1), 3));
        Arbitrary<Limit> any = Combinators.combine(
                        Arbitraries.longs().between(1, 100_000),
                        Arbitraries.longs().between(1_000_000, 90_000_000L),
                        Arbitraries.longs().between(1, 100))
                .as((permits, micros, burst) -> new Limit(permits, Duration.of(micros, ChronoUnit.MICROS), burst));
        return Arbitraries.oneOf(awkward, any);
    }
}
