package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.Limit;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Settings;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A limit goes on inside the JVM while there is no Redis. */
final class LocalOutageTest {

    private static final Limit TWO_AN_HOUR = Limit.of(2, Duration.ofHours(1));
    private static final LimitRequest ASKED = LimitRequest.of("k", TWO_AN_HOUR);

    @Test
    void underLocalTheLimitHoldsDuringAnOutageAndRedissOwnAfterwards() {
        try (RedisProcess redis = RedisProcess.start();
                Node node = Node.on(
                        redis, Settings.but().onUnavailable(OnUnavailable.LOCAL).build())) {
            assertThat(node.coordinator().tryAcquire(ASKED).granted()).isTrue();
            redis.kill();
            await().until(() -> !node.coordinator().tryAcquire(ASKED).granted());
            RateLimitDecision decision = node.coordinator().tryAcquire(ASKED);
            assertThat(decision.enforced()).isTrue();
            assertThat(decision.binding().remaining()).isZero();
            assertThat(node.coordinator().tryAcquireAsync(ASKED).join().granted())
                    .isFalse();
            redis.restart();
            await().until(node.coordinator()::isRedisAvailable);
            assertThat(node.coordinator().tryAcquire(ASKED).granted())
                    .as("the new Redis knows of nothing")
                    .isTrue();
        }
    }

    @Test
    void closingEndsTheWaitsInsideTheJvmToo() {
        try (RedisProcess redis = RedisProcess.start();
                Node node = Node.on(
                        redis, Settings.but().onUnavailable(OnUnavailable.LOCAL).build())) {
            redis.kill();
            LimitRequest patient = ASKED.waitTime(Duration.ofDays(1));
            List<CompletableFuture<RateLimitDecision>> calls = Stream.generate(
                            () -> node.coordinator().tryAcquireAsync(patient))
                    .limit(4)
                    .toList();
            await().until(() -> calls.stream().filter(CompletableFuture::isDone).count() == 2);
            node.close();
            assertThat(calls.stream()
                            .filter(call -> call.handle((decision, failure) -> failure != null)
                                    .completeOnTimeout(false, 4, TimeUnit.SECONDS)
                                    .join()))
                    .hasSize(2);
        }
    }
}
