package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.Limit;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.AppliedLimit;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.limit.history.Grant;
import dev.lockstitch.redis.limit.history.GrantChecker;
import dev.lockstitch.redis.limit.history.Refund;
import dev.lockstitch.redis.limit.history.Verdict;
import dev.lockstitch.redis.limit.history.Withdrawal;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * As {@link LinePropertyTest}, where calls under two limits stand in line with calls under one of them: one limit has a
 * call start later than the other would, and it may leave from anywhere, before its start or after it.
 */
final class SeveralLinePropertyTest {

    private static final long YEAR_2096 = 4_000_000_000_000_000L;
    private static final int STEPS = 60;
    private static final KeyNames NAMES = new KeyNames("lockstitch");
    private static final RedisProcess REDIS = RedisProcess.start();
    private static final ScriptRunner RUNNER = new ScriptRunner(REDIS);
    private static final Refunds REFUNDS = new Refunds(RUNNER, NAMES, false, new RejectionMemory());
    private static final Several SEVERAL = new Several(RUNNER, NAMES, false, unwanted -> {});

    private record Waiting(long asked, long start, Taken taken) {}

    private static final class History {
        final List<Grant> grants = new ArrayList<>();
        final List<Refund> refunds = new ArrayList<>();
        final List<Withdrawal> withdrawals = new ArrayList<>();

        void grant(Waiting one, Taken.Part part) {
            AppliedLimit asked = part.bucket().asked();
            grants.add(new Grant(one.start, asked.cost(), asked.limit()));
        }

        void leave(Waiting one, Taken.Part part, long now) {
            AppliedLimit asked = part.bucket().asked();
            boolean given = REFUNDS.give(List.of(part)).join();
            if (one.start > now) {
                withdrawals.add(new Withdrawal(one.asked, now, asked.cost(), asked.limit()));
                return;
            }
            grant(one, part);
            if (given) {
                refunds.add(new Refund(now, now, asked.cost(), asked.limit()));
            }
        }
    }

    @AfterContainer
    static void stopRedis() {
        RUNNER.close();
        REDIS.close();
    }

    @Property(tries = 400)
    void noStretchOfTimeHoldsTooMuchOfEitherLimit(
            @ForAll @IntRange(min = 1, max = 6) int slowBurst,
            @ForAll @IntRange(min = 1, max = 6) int fastBurst,
            @ForAll Random random) {
        REDIS.command("FLUSHALL");
        List<Limit> limits = List.of(
                new Limit(35, Duration.ofSeconds(1), slowBurst), new Limit(100, Duration.ofSeconds(1), fastBurst));
        List<History> histories = List.of(new History(), new History());
        List<Waiting> taken = new ArrayList<>();
        long now = YEAR_2096;
        for (int step = 0; step < STEPS; step++) {
            RUNNER.setNow(now);
            if (!taken.isEmpty() && random.nextInt(3) == 0) {
                Waiting one = taken.remove(chosen(taken.size(), random));
                for (Taken.Part part : one.taken.parts()) {
                    histories.get(index(part)).leave(one, part, now);
                }
            } else {
                take(limits, now, random, taken);
            }
            now += random.nextInt(3) == 0 ? 0 : random.nextInt(20_000);
        }
        taken.forEach(one ->
                one.taken.parts().forEach(part -> histories.get(index(part)).grant(one, part)));
        for (History history : histories) {
            Verdict verdict = GrantChecker.check(history.grants, history.refunds, history.withdrawals);
            assertThat(verdict.holds(1)).as("%s of %s", verdict, limits).isTrue();
        }
    }

    /** The last one in line as often as any. */
    private static int chosen(int size, Random random) {
        return random.nextBoolean() ? size - 1 : random.nextInt(size);
    }

    private static int index(Taken.Part part) {
        return Integer.parseInt(part.bucket().asked().name());
    }

    private static void take(List<Limit> limits, long now, Random random, List<Waiting> taken) {
        Duration patience = random.nextInt(4) == 0 ? Duration.ZERO : Duration.ofMillis(random.nextInt(200));
        int which = random.nextInt(4);
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < limits.size(); i++) {
            if (which != i) {
                Limit limit = limits.get(i);
                long cost = 1L + random.nextInt((int) limit.burst());
                buckets.add(Bucket.of(new AppliedLimit(String.valueOf(i), "key", limit, limit, cost, patience, false)));
            }
        }
        Decision decision = ((Answer.Reply<Decision>) SEVERAL.ask(buckets).join()).value();
        Taken parts = decision.takeBack();
        if (parts != null) {
            taken.add(new Waiting(now, now + decision.waitMicros(), parts));
        }
    }
}
