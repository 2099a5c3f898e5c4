package dev.lockstitch.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.spi.Coordinator;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an application has from the shown module, on a topology that takes a Redisson configuration. */
interface ModuleBehaviour extends OnTopology {

    @Test
    default void theShownModuleCoordinatesWithTheOtherNodes() {
        String key = key();
        Limit once = Limit.of(1, Duration.ofHours(1));
        var module = Written.module(((Configured) topology()).config());
        try (Coordinator shop = Guice.createInjector(module).getInstance(Coordinator.class)) {
            // By its defaults it would go on without Redis, were this machine too busy just now.
            soon().until(() -> isGuarded(shop, key));
            try (HeldLock held = shop.tryLock(key, Duration.ZERO).orElseThrow()) {
                assertThat(held.isHeld()).isTrue();
                assertThat(topology().keys("shop:lock:*")).contains(named("lock", key));
                assertThat(one().tryLock(key, Duration.ZERO)).isEmpty();
            }
            soon().until(() -> shop.tryAcquire(key, once, 1).enforced());
            assertThat(one().tryAcquire(key, once, 1).granted()).isFalse();
            assertThat(shop.tryAcquire(key, once, 1).granted()).isFalse();
        }
    }

    private static boolean isGuarded(Coordinator shop, String key) {
        try (HeldLock lock = shop.tryLock(key, Duration.ZERO).orElseThrow()) {
            return lock.isHeld();
        }
    }
}
