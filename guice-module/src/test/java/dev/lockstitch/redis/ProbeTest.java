package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.Failure.Kind;
import dev.lockstitch.redis.testing.Logged;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.client.RedisException;
import org.redisson.client.RedisTimeoutException;

class ProbeTest {

    private final RedisException loading = new RedisException("LOADING Redis is loading");
    private static final Failure DOWN = new Failure(Kind.UNAVAILABLE, "down", "");

    private final Logged logs = new Logged();
    private final FakeSender sender = new FakeSender();
    private final Breaker breaker = new Breaker(TimeUnit.SECONDS.toNanos(60));
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final OutageLog log = new OutageLog("here", OnUnavailable.PROCEED, Duration.ofMillis(100));
    private final Diagnosis diagnosis = new Diagnosis(breaker, () -> Examination.Result.AWAY);
    private final Probe probe =
            new Probe(breaker, scheduler, log, diagnosis, new KeyNames("p"), attempt -> "probe" + attempt);

    @BeforeEach
    void listen() {
        breaker.listen(log);
        breaker.listen(probe);
    }

    @AfterEach
    void end() {
        breaker.shut();
        scheduler.shutdownNow();
        logs.close();
    }

    private void awaitSent(int atLeast) {
        await().until(() -> sender.count() >= atLeast);
    }

    @Test
    void theFirstProbeDecidesWhetherThereIsRedis() {
        assertThat(sender.count()).isZero();
        probe.start(sender);
        awaitSent(1);
        assertThat(breaker.isStarting()).isTrue();
        sender.get(0).complete(1L);
        await().until(breaker::isClosed);
    }

    @Test
    void aPlainWordIsAVerdictAndProbingGoesOnUntilOneSucceeds() {
        probe.start(sender);
        for (int i = 0; i < 4; i++) {
            awaitSent(i + 1);
            sender.get(i).completeExceptionally(loading);
            await().until(() -> !breaker.isStarting());
            assertThat(breaker.isClosed()).isFalse();
        }
        awaitSent(5);
        sender.get(4).complete(1L);
        await().until(breaker::isClosed);
    }

    @Test
    void theDelayBetweenProbesGrowsButNotBeyondItsLimit() {
        probe.start(sender);
        long[] at = new long[8];
        for (int i = 0; i < at.length; i++) {
            awaitSent(i + 1);
            at[i] = System.nanoTime();
            sender.get(i).completeExceptionally(loading);
        }
        // 20, 40, 80, 160, 320, 400, 400 ms and what the machine adds; polling sees a probe late, hence the tolerance.
        assertThat(at[4] - at[3]).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(40));
        assertThat(at[7] - at[5]).isBetween(TimeUnit.MILLISECONDS.toNanos(500), TimeUnit.SECONDS.toNanos(20));
    }

    @Test
    void silenceIsNoVerdictWhileThereIsAStartBudget() {
        probe.start(sender);
        awaitSent(1);
        sender.get(0).completeExceptionally(new RedisTimeoutException("no answer"));
        awaitSent(2);
        assertThat(breaker.isStarting()).isTrue();
        // The second is left unanswered until it is given up.
        awaitSent(3);
        assertThat(breaker.isStarting()).isTrue();
    }

    @Test
    void aLateAnswerIsGoodNews() {
        breaker.succeeded();
        probe.start(sender);
        awaitSent(1);
        sender.get(0).complete(1L);
        breaker.failed(DOWN, breaker.epoch());
        awaitSent(2);
        int given = sender.count() - 1;
        awaitSent(given + 2);
        assertThat(breaker.isClosed()).isFalse();
        sender.get(given).complete(1L);
        assertThat(breaker.isClosed()).isTrue();
    }

    /** The breaker opens between a good answer and the probe's end: somebody must go on probing. */
    @Test
    void aBreakerThatOpensWhileTheProbeFinishesIsProbedAgain() {
        probe.start(sender);
        for (int i = 0; i < 20; i++) {
            awaitSent(i + 1);
            sender.get(i).complete(1L);
            await().until(breaker::isClosed);
            breaker.failed(DOWN, breaker.epoch());
        }
        awaitSent(21);
    }

    @Test
    void theLogIsRemindedWhileTheOutageLasts() {
        breaker.probeFailed(DOWN);
        log.count();
        probe.start(sender);
        awaitSent(1);
        sender.get(0).completeExceptionally(loading);
        await().until(() -> {
            log.count();
            for (int i = 0; i < sender.count(); i++) {
                sender.get(i).completeExceptionally(loading);
            }
            return logs.all().stream().anyMatch(line -> line.contains("were not coordinated"));
        });
    }

    @Test
    void aShutBreakerIsProbedNoMore() {
        probe.start(sender);
        awaitSent(1);
        breaker.shut();
        sender.get(0).completeExceptionally(loading);
        await().during(Duration.ofMillis(300)).until(() -> sender.count() == 1);
    }
}
