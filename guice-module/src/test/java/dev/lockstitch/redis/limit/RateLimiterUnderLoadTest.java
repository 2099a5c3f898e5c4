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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Redis's own clock, many threads. */
final class RateLimiterUnderLoadTest {

    private static final int THREADS = 8;
    private static final Duration SPAN = Duration.ofSeconds(2);
    private static final AppliedLimit PERMIT = Asked.of("load", "key", new Limit(500, Duration.ofSeconds(1), 50), 1);

    @Test
    void noSpanOfTimeSeesMoreThanBurstPlusRateTimesTime() throws Exception {
        List<Long> granted = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (RedisProcess redis = RedisProcess.start();
                ScriptRunner runner = new ScriptRunner(redis)) {
            RateLimiter limiter =
                    new RateLimiter(new RunnerLink(runner, new KeyNames("lockstitch")).hearing(), false, 1);
            List<Callable<List<Long>>> callers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                callers.add(() -> grantedInstants(limiter));
            }
            for (Future<List<Long>> caller : threads.invokeAll(callers)) {
                granted.addAll(caller.get());
            }
        } finally {
            threads.shutdownNow();
        }
        granted.sort(null);
        for (int from = 0; from < granted.size(); from++) {
            for (int to = from; to < granted.size(); to++) {
                long micros = granted.get(to) - granted.get(from);
                assertWithin(to - from + 1, micros);
            }
        }
        assertThat(granted).as("the limit was reached").hasSizeGreaterThan(50 + 500);
    }

    private static void assertWithin(long admitted, long micros) {
        if (admitted * 1_000_000 > 50 * 1_000_000L + 500 * micros) {
            throw new AssertionError(admitted + " were admitted within " + micros + " µs");
        }
    }

    private static List<Long> grantedInstants(RateLimiter limiter) throws InterruptedException {
        List<Long> instants = new ArrayList<>();
        long end = System.nanoTime() + SPAN.toNanos();
        while (System.nanoTime() < end) {
            if (limiter.decide(List.of(PERMIT)) instanceof Answer.Reply<RateLimitDecision> reply
                    && reply.value().granted()) {
                instants.add(
                        ChronoUnit.MICROS.between(Instant.EPOCH, reply.value().decidedAt()));
            }
        }
        return instants;
    }
}
