package dev.lockstitch.guice;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.Coordinator;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ModuleTest {

    @Test
    void aLockAndALimitWorkInCode() throws Exception {
        try (RedisProcess redis = RedisProcess.start();
                Coordinator coordinator = Guice.createInjector(
                                LockstitchModule.builder().redis(redis.url()).build())
                        .getInstance(Coordinator.class)) {
            try (HeldLock lock = coordinator.tryLock("a", Duration.ZERO).orElseThrow()) {
                assertThat(lock.isHeld()).isTrue();
                assertThat(coordinator.isRedisAvailable()).isTrue();
                assertThat(coordinator.tryLock("a", Duration.ofMillis(100))).isEmpty();
            }
            assertThat(coordinator.withLock(
                            "a", () -> HeldLock.current().orElseThrow().key()))
                    .isEqualTo("a");
            assertThat(coordinator
                            .tryAcquire("k", Limit.of(1, Duration.ofMinutes(1)), 1)
                            .granted())
                    .isTrue();
            assertThat(coordinator
                            .tryAcquire("k", Limit.of(1, Duration.ofMinutes(1)), 1)
                            .granted())
                    .isFalse();
        }
    }
}
