package dev.lockstitch.redis.limit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.testing.ChildJvm;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What limits outlive, and what outlives them. */
final class LimitsOutliveIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private RedisProcess redis;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void aLimitOutlivesEveryJvm() throws Exception {
        assertThat(generation(4) + generation(3)).isEqualTo(7);
        assertThat(generation(20)).as("what the first ones left").isEqualTo(3);
        assertThat(generation(20)).isZero();
    }

    /** What a JVM got that is gone by the time this returns. */
    private int generation(int attempts) throws Exception {
        int got = 0;
        try (ChildJvm jvm = ChildJvm.run(GenerationWorker.class, redis.url(), "" + attempts)) {
            for (String line : jvm.output(GenerationWorker.GOT, 60)) {
                got += Integer.parseInt(line);
            }
        }
        return got;
    }

    @Test
    void keysVanishByThemselvesAfterIdling() {
        Limit quick = Limit.of(20, Duration.ofMillis(400));
        LimitRequest.Part waiting = new LimitRequest.Part("", "line", quick, 1, Duration.ofSeconds(1));
        try (Node node = Node.on(redis, LimitNode.patient())) {
            for (int i = 0; i < 20; i++) {
                assertThat(node.coordinator().tryAcquire("k" + i, quick, 1 + i).granted())
                        .isTrue();
            }
            List<CompletableFuture<RateLimitDecision>> line = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                line.add(node.coordinator().tryAcquireAsync(LimitRequest.of(waiting)));
            }
            line.forEach(CompletableFuture::join);
            assertThat(redis.keys("*limit*")).isNotEmpty().allMatch(key -> redis.ttlMillis(key) != -1);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(redis.command("DBSIZE")).isEqualTo(0L));
            assertThat(node.coordinator().tryAcquire("k19", quick, 20).granted())
                    .isTrue();
        }
    }

    @Test
    void whenRedisIsEmptiedTheLimitBeginsAnew() {
        Limit hourly = Limit.of(10, Duration.ofHours(1));
        try (Node node = Node.on(redis, LimitNode.patient())) {
            for (int round = 0; round < 3; round++) {
                await().atMost(PATIENCE)
                        .until(() -> node.coordinator()
                                .tryAcquire("flushed", hourly, 10)
                                .granted());
                assertThat(node.coordinator().tryAcquire("flushed", hourly, 1).granted())
                        .isFalse();
                redis.command(round == 1 ? "FLUSHDB" : "FLUSHALL");
                redis.command("SCRIPT", "FLUSH");
            }
        }
    }

    /** Callers that wait and callers that do not; under PROCEED the outage lets all of them through. */
    @Test
    void aRedisThatIsRestartedIsNeverSeenAsAnException() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Node node = Node.on(redis)) {
            assertThat(node.coordinator().tryAcquire(request(0)).enforced()).isTrue();
            List<Future<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int millis = i % 2 * 30;
                callers.add(threads.submit(() -> callUntil(over, node, millis)));
            }
            for (int round = 0; round < 2; round++) {
                redis.kill();
                await().atMost(PATIENCE)
                        .until(() -> !node.coordinator().tryAcquire(request(0)).enforced());
                redis.launch();
                await().atMost(PATIENCE)
                        .until(() -> node.coordinator().tryAcquire(request(0)).enforced());
            }
            over.set(true);
            for (Future<Integer> caller : callers) {
                assertThat(caller.get()).isPositive();
            }
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    private static int callUntil(AtomicBoolean over, Node node, int waitMillis) {
        int calls = 0;
        while (!over.get()) {
            RateLimitDecision decision = node.coordinator().tryAcquire(request(waitMillis));
            assertThat(decision.granted() || decision.enforced()).isTrue();
            calls++;
        }
        return calls;
    }

    private static LimitRequest request(int waitMillis) {
        return LimitRequest.of("restarted", Limit.of(100, Duration.ofSeconds(1)))
                .waitTime(Duration.ofMillis(waitMillis));
    }
}
