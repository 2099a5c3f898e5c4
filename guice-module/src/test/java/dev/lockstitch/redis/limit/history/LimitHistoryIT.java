package dev.lockstitch.redis.limit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.Limit;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Three JVMs ask for more than their limit allows: never is too much granted, in any window, and nearly all of it is.
 * {@code -Dhistory.seconds=600} makes it long, with {@code -Djunit.jupiter.execution.timeout.default=2h}, and
 * {@code -Dhistory.seed=…} repeats the choices of a run, if not its timing.
 */
final class LimitHistoryIT {

    private static final int SECONDS = Integer.getInteger("history.seconds", 5);
    private static final int JVMS = 3;
    private static final int ATTEMPTS = 4;

    /** A call that waited starts at a whole microsecond. */
    private static final long WAITS_MICROS = 1;

    /**
     * A change counts what is owed in other ticks, rounded by half a tick, of a microsecond at the most; and while the
     * JVMs disagree about the change, each call may be one. Half a permit at 1,000 a second is far more than that.
     */
    private static final long CHANGES_MICROS = 500;

    private long seed;
    private String run;
    private RedisProcess redis;
    private LimitJvms jvms;

    @BeforeEach
    void start(TestInfo test) {
        seed = Long.getLong("history.seed", new Random().nextInt(1_000_000));
        run = test.getDisplayName() + " -Dhistory.seed=" + seed;
        redis = RedisProcess.start();
        jvms = new LimitJvms(redis.url());
    }

    @AfterEach
    void stop() {
        jvms.close();
        redis.close();
    }

    @Test
    void tenASecond() throws Exception {
        assertExact(Demand.of(10, 1), 0);
    }

    @Test
    void aThousandASecond() throws Exception {
        assertExact(Demand.of(1000, 1), 0);
    }

    /** Every other call takes fifty: three JVMs on a small machine do not make as many calls. */
    @Test
    void fiftyThousandASecond() throws Exception {
        assertExact(Demand.of(50_000, 50), 0);
    }

    @Test
    void aThousandASecondWithWaitersOfWhomSomeGoAndGrantsOfWhichSomeComeBack() throws Exception {
        GrantLog.Read read = assertExact(Demand.of(1000, 1).withWaits(3, 10), WAITS_MICROS);
        assertThat(read.came()).as(run).contains("waited", "interrupted", "cancelled", "refunded");
    }

    @Test
    void waitersForDifferentCosts() throws Exception {
        GrantLog.Read read = record(Demand.of(1000, 7).withWaits(3, 10));
        assertHolds(read, WAITS_MICROS);
        assertThat(read.came()).as(run).contains("waited", "interrupted", "cancelled", "refunded");
    }

    /** Both limits come back in one second: the share that is spent is all that matters. */
    @Test
    void aLimitThatChangesTimeAndAgain() throws Exception {
        Limit less = Limit.of(300, Duration.ofSeconds(1));
        GrantLog.Read read = assertExact(Demand.of(1000, 1).changing(less, 700).withWaits(2, 5), CHANGES_MICROS);
        assertThat(read.grants().stream().map(Grant::limit).distinct()).as(run).hasSize(2);
        assertThat(read.came()).as(run).contains("waited");
    }

    private GrantLog.Read record(Demand demand) throws Exception {
        for (int i = 0; i < JVMS; i++) {
            jvms.add(demand, seed * 31 + i);
        }
        return jvms.record(SECONDS);
    }

    /** Never too much; and all but all of it, as soon as the machine lets the JVMs ask for that. */
    private GrantLog.Read assertExact(Demand demand, long slackMicros) throws Exception {
        GrantLog.Read read = record(demand);
        Verdict verdict = assertHolds(read, slackMicros);
        for (int attempt = 2; attempt <= ATTEMPTS && !verdict.reaches(98); attempt++) {
            redis.command("FLUSHALL");
            read = record(demand);
            verdict = assertHolds(read, slackMicros);
        }
        assertThat(verdict.reaches(98)).as(run + ": " + verdict).isTrue();
        return read;
    }

    private Verdict assertHolds(GrantLog.Read read, long slackMicros) {
        assertThat(read.wrong()).as(run).isEmpty();
        assertThat(read.grants()).as(run).isNotEmpty();
        Verdict verdict = GrantChecker.check(read.grants(), read.refunds(), read.withdrawals());
        System.out.println(
                run + ": " + read.grants().size() + " grants, " + read.refunds().size() + " refunds: " + verdict);
        assertThat(verdict.holds(slackMicros)).as(run + ": " + verdict).isTrue();
        long first = read.grants().stream().mapToLong(Grant::startMicros).min().orElseThrow();
        long last = read.grants().stream().mapToLong(Grant::startMicros).max().orElseThrow();
        assertThat(last - first).as(run).isGreaterThan(TimeUnit.SECONDS.toMicros(SECONDS) / 2);
        return verdict;
    }
}
