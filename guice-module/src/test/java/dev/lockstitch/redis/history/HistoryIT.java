package dev.lockstitch.redis.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.testing.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several JVMs contend, and nothing forbidden is in their history. {@code -Dhistory.seconds=600} makes it long, with
 * {@code -Djunit.jupiter.execution.timeout.default=2h}, and {@code -Dhistory.seed=…} repeats the choices of a run, if not
 * its timing.
 */
final class HistoryIT {

    private static final int SECONDS = Integer.getInteger("history.seconds", 6);
    private static final int JVMS = 3;

    private static final Plan HARMED = Plan.HOT_KEY.withThreads(4).withBody(Duration.ofMillis(2));

    /** The documented time within which the death of a JVM is got over, beside the lease of what it held. */
    private static final Duration DEATH = Duration.ofSeconds(3);

    /** Who waits is told; to find out by polling would take about half a second. */
    private static final Duration TOLD = Duration.ofMillis(250);

    @TempDir
    Path directory;

    private long seed;
    private Random random;
    private String run;
    private RedisProcess redis;
    private Jvms jvms;
    private long endNanos;

    @BeforeEach
    void start(TestInfo test) {
        seed = Long.getLong("history.seed", new Random().nextInt(1_000_000));
        random = new Random(seed);
        run = test.getDisplayName() + " -Dhistory.seed=" + seed;
        redis = RedisProcess.start();
        jvms = new Jvms(redis, directory, random);
    }

    @AfterEach
    void stop() {
        jvms.close();
        redis.close();
    }

    @Test
    void oneHotKey() throws Exception {
        Plan plan = Plan.HOT_KEY;
        History history = record(plan, plan, plan);
        assertClean(history, rules(plan, history));
        for (String node : List.of("jvm1", "jvm2", "jvm3")) {
            assertThat(history.usualWayTo(node))
                    .as(run + ": the way to " + node)
                    .isLessThan(TOLD);
        }
    }

    @Test
    void aJvmIsKilledNowAndThen() throws Exception {
        Plan plan = HARMED.withLease(Duration.ofMillis(1500));
        start(SECONDS + 2, plan, plan, plan);
        long last = endNanos - plan.lease().plusSeconds(1).toNanos();
        while (nap(500 + random.nextInt(1500)) < last) {
            jvms.killAndReplace(endNanos);
        }
        assertCleanAfterHarm(plan);
    }

    /** For longer than the lease: what it held is lost. */
    @Test
    void aJvmIsStoppedNowAndThen() throws Exception {
        Plan plan = HARMED.withLease(Duration.ofSeconds(1));
        start(SECONDS + 2, plan, plan, plan);
        long last = endNanos - TimeUnit.SECONDS.toNanos(3);
        while (nap(200 + random.nextInt(600)) < last) {
            jvms.stopOne(1200 + random.nextInt(800));
        }
        assertCleanAfterHarm(plan);
    }

    private void assertCleanAfterHarm(Plan plan) throws InterruptedException {
        History history = jvms.end();
        assertThat(history.harms()).as(run).isNotEmpty();
        assertClean(history, rules(plan, history).withHarmsOf(plan.lease().plus(DEATH)));
    }

    @Test
    void readersTogetherAndWritersAlone() throws Exception {
        Plan plan = Plan.HOT_KEY.withShared(70).withBody(Duration.ofMillis(1));
        History history = record(plan, plan, plan);
        assertClean(history, rules(plan, history).slowerBy(2));
        assertThat(history.holds()).as(run).anyMatch(LockRecord::isExclusive);
        assertThat(history.isSharedAcrossNodes()).as(run).isTrue();
    }

    @Test
    void someOfFourKeysInAnyOrder() throws Exception {
        Plan plan = Plan.HOT_KEY.withThreads(4).withKeys(4).withBody(Duration.ofMillis(1));
        History history = record(plan, plan, plan);
        assertClean(history, rules(plan, history).slowerBy(4));
        assertThat(history.holds()).as(run).anyMatch(hold -> hold.keys().size() == 4);
    }

    /** A JVM with many threads and one with few: by turns of JVMs the few would come before their time. */
    @Test
    void firstComeIsFirstServedAcrossNodes() throws Exception {
        Plan plan = Plan.HOT_KEY.withFairness().withBody(Duration.ofMillis(10));
        Plan many = plan.withThreads(24);
        History history = record(many, plan.withThreads(4), plan.withThreads(1));
        Duration tolerance = Duration.ofMillis(200).plus(history.stall());
        assertClean(history, rules(many, history).firstComeFirstServed(tolerance));
    }

    private static Rules rules(Plan plan, History history) {
        return Rules.fairTo(JVMS, plan.threads(), plan.body(), history);
    }

    private static long nap(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        return System.nanoTime();
    }

    private History record(Plan... plans) throws InterruptedException {
        start(SECONDS, plans);
        return jvms.end();
    }

    private void start(int seconds, Plan... plans) {
        List.of(plans).forEach(jvms::add);
        jvms.awaitReady();
        endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        jvms.go(endNanos);
    }

    private void assertClean(History history, Rules rules) {
        System.out.println(
                run + ": " + history + ", allowed " + rules.longestWait().toMillis() + " ms");
        assertThat(HistoryChecker.check(history, rules))
                .as(run + ": " + history)
                .isEmpty();
        assertThat(history.holds()).as(run).hasSizeGreaterThan(20 * SECONDS);
        assertThat(history.holds().stream().map(LockRecord::node).collect(Collectors.toSet()))
                .as(run + ": each JVM had its turns")
                .hasSizeGreaterThanOrEqualTo(JVMS);
    }
}
