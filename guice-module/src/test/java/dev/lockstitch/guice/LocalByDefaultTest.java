package dev.lockstitch.guice;

import static dev.lockstitch.guice.NamedLimits.listener;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import dev.lockstitch.Limit;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.Coordinator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The module says LOCAL, and there is no Redis. */
class LocalByDefaultTest {

    private static final Limit EIGHT_A_DAY = Limit.of(8, Duration.ofDays(1));

    private final List<RateLimitDecision> told = new CopyOnWriteArrayList<>();

    private Coordinator coordinator(RedisProcess away, LockstitchBuilder builder) {
        return Guice.createInjector(
                        builder.redis(away.url())
                                .startBudget(Duration.ofMillis(100))
                                .onUnavailable(OnUnavailable.LOCAL)
                                .build(),
                        binder -> LockstitchModule.rateLimitListener(binder).toInstance(listener(told)))
                .getInstance(Coordinator.class);
    }

    private static int granted(Coordinator coordinator) {
        int granted = 0;
        while (granted < 20 && coordinator.tryAcquire("k", EIGHT_A_DAY, 1).granted()) {
            granted++;
        }
        return granted;
    }

    @Test
    void theServerGrantsAllOfALimitByItself() {
        try (RedisProcess away = RedisProcess.notStarted();
                Coordinator coordinator = coordinator(away, LockstitchModule.builder())) {
            assertThat(granted(coordinator)).isEqualTo(8);
            assertThat(told).hasSize(9).allMatch(RateLimitDecision::enforced);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.5, 4, 6", "0.25, 2, 12", "0.001, 1, 3000"})
    void orItsShareAndAtLeastOnePermit(double share, int permits, long hoursUntilTheNext) {
        try (RedisProcess away = RedisProcess.notStarted();
                Coordinator coordinator =
                        coordinator(away, LockstitchModule.builder().localLimitShare(share))) {
            assertThat(granted(coordinator)).isEqualTo(permits);
            RateLimitDecision rejected = told.get(told.size() - 1);
            assertThat(rejected.enforced()).isTrue();
            assertThat(rejected.retryAfter())
                    .isBetween(
                            Duration.ofHours(hoursUntilTheNext).minusMinutes(5), Duration.ofHours(hoursUntilTheNext));
        }
    }
}
