package dev.lockstitch.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.Coordinator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.config.NameMapper;

class LifecycleTest {

    private static final Limit ONCE = Limit.of(1, Duration.ofHours(1));

    private static RedisProcess redis;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start("--user", "anna", "on", ">geheim-1", "~*", "&*", "+@all");
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    private static Coordinator coordinator(LockstitchBuilder builder, com.google.inject.Module... shop) {
        List<com.google.inject.Module> modules = new java.util.ArrayList<>(List.of(shop));
        modules.add(builder.build());
        return Guice.createInjector(modules).getInstance(Coordinator.class);
    }

    private static LockstitchBuilder lockstitch() {
        return LockstitchModule.builder().redis(redis.url());
    }

    private static void assertCoordinates(Coordinator coordinator, String key) {
        try (HeldLock lock = coordinator.tryLock(key, Duration.ZERO).orElseThrow()) {
            assertThat(lock.isHeld()).isTrue();
            assertThat(coordinator.tryLock(key, Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void afterCloseNoThreadIsLeftThatKeepsTheJvmAlive() {
        Threads threads = new Threads();
        Coordinator coordinator = coordinator(lockstitch());
        assertCoordinates(coordinator, "close");
        assertThat(threads.newOnesThatKeepTheJvmAlive()).isNotEmpty();
        coordinator.close();
        coordinator.close();

        await().untilAsserted(() -> {
            assertThat(threads.newOnesThatKeepTheJvmAlive()).isEmpty();
            assertThat(threads.newOnesOfOurs()).isEmpty();
        });
        assertThat(coordinator.isRedisAvailable()).isFalse();
    }

    @Test
    void closingBeforeTheFirstContactLeavesNoThreadEither() {
        Threads threads = new Threads();
        coordinator(lockstitch()).close();
        await().untilAsserted(
                        () -> assertThat(threads.newOnesThatKeepTheJvmAlive()).isEmpty());
    }

    @Test
    void aSecondInjectorIsRefusedUntilTheFirstIsClosedAndLeavesNoThread() {
        try (Coordinator first = coordinator(lockstitch())) {
            assertCoordinates(first, "second");
            Threads threads = new Threads();
            assertThatThrownBy(() -> coordinator(lockstitch()))
                    .isInstanceOf(CreationException.class)
                    .hasMessageContaining("second coordinator")
                    .hasMessageContaining("Close the first");
            await().untilAsserted(() -> assertThat(threads.newOnesOfOurs()).isEmpty());
            assertCoordinates(first, "second");
        }
        try (Coordinator next = coordinator(lockstitch())) {
            assertCoordinates(next, "second");
        }
    }

    @Test
    void disabledItNeverConnectsAndGrantsEverything() {
        Threads threads = new Threads();
        try (Coordinator coordinator = coordinator(
                LockstitchModule.builder().redis("redis://127.0.0.1:1").enabled(false))) {
            assertGrantsEverything(coordinator);
            assertThat(threads.newOnesOfOurs()).isEmpty();
        }
    }

    private static void assertGrantsEverything(Coordinator coordinator) {
        try (HeldLock one = coordinator.tryLock("d", Duration.ZERO).orElseThrow();
                HeldLock other = coordinator.tryLock("d", Duration.ZERO).orElseThrow()) {
            assertThat(one.isHeld()).isTrue();
            assertThat(other.fencingToken()).isGreaterThan(one.fencingToken());
        }
        for (int i = 0; i < 3; i++) {
            RateLimitDecision decision = coordinator.tryAcquire("d", ONCE, 1);
            assertThat(decision.granted()).isTrue();
            assertThat(decision.enforced()).isFalse();
        }
    }

    /** A developer's machine without Redis, with rubbish in its environment and a client that would connect at once. */
    @Test
    void disabledItAsksNeitherForSettingsNorForTheApplicationsClient() {
        Settings settings = new Settings(
                LockstitchModule.builder().enabled(false).settings().coordinator(),
                () -> {
                    throw new IllegalArgumentException("REDIS_PORT = \"rubbish\"");
                },
                true,
                false,
                null);
        AbstractModule shop = new AbstractModule() {
            @Provides
            @Singleton
            RedissonClient client() {
                throw new IllegalStateException("There is no Redis here");
            }
        };
        try (Coordinator coordinator =
                Guice.createInjector(new LockstitchModule(settings), shop).getInstance(Coordinator.class)) {
            assertGrantsEverything(coordinator);
        }
    }

    @Test
    void locksOrLimitsAloneCanBeSwitchedOff() {
        try (Coordinator coordinator = coordinator(lockstitch().locksEnabled(false))) {
            assertThat(coordinator.tryLock("l", Duration.ZERO)).isPresent();
            assertThat(coordinator.tryLock("l", Duration.ZERO)).isPresent();
            assertThat(coordinator.tryAcquire("l", ONCE, 1).granted()).isTrue();
            assertThat(coordinator.tryAcquire("l", ONCE, 1).granted()).isFalse();
        }
        try (Coordinator coordinator = coordinator(lockstitch().limitsEnabled(false))) {
            assertCoordinates(coordinator, "l");
            assertThat(coordinator.tryAcquire("m", ONCE, 1).granted()).isTrue();
            assertThat(coordinator.tryAcquire("m", ONCE, 1).granted()).isTrue();
        }
    }

    @Test
    void theApplicationsClientSaysHowToConnectAndIsNotClosed() {
        Config config = new Config();
        config.setNameMapper(new PrefixedNames());
        config.useSingleServer().setAddress(redis.url()).setConnectionMinimumIdleSize(1);
        RedissonClient client = Redisson.create(config);
        try {
            Threads threads = new Threads();
            try (Coordinator coordinator = coordinator(
                    LockstitchModule.builder().redis("redis://127.0.0.1:1"),
                    (Binder binder) -> binder.bind(RedissonClient.class).toInstance(client))) {
                assertCoordinates(coordinator, "bound");
                HeldLock held = coordinator.tryLock("named", Duration.ZERO).orElseThrow();
                assertThat(redis.keys("*:lock:{named}")).containsExactly("lockstitch:lock:{named}");
                held.close();
            }
            assertThat(client.isShutdown()).isFalse();
            assertThat(client.getBucket("still-open").isExists()).isFalse();
            await().until(() -> threads.newOnesOfOurs().stream().noneMatch(name -> name.startsWith("lockstitch")));
        } finally {
            client.shutdown();
        }
    }

    /** As an application has it that shares its Redis: its names, not ours, whose prefix is a setting. */
    private static final class PrefixedNames implements NameMapper {
        @Override
        public String map(String name) {
            return "app:" + name;
        }

        @Override
        public String unmap(String name) {
            return name.substring("app:".length());
        }
    }

    /** What else the application's client does must not hold up, or let in, a guarded call. */
    @Test
    void aPoolThatTheApplicationHasUsedUpHoldsNobodyUp() {
        Config config = new Config();
        config.useSingleServer()
                .setAddress(redis.url())
                .setConnectionPoolSize(10)
                .setConnectionMinimumIdleSize(1);
        RedissonClient client = Redisson.create(config);
        try (Coordinator coordinator = coordinator(
                LockstitchModule.builder(),
                (Binder binder) -> binder.bind(RedissonClient.class).toInstance(client))) {
            for (int i = 0; i < 10; i++) {
                var unused = client.getBlockingQueue("blocked:" + i).takeAsync();
            }
            await().until(() -> String.valueOf(redis.command("INFO", "clients")).contains("blocked_clients:10"));
            assertCoordinates(coordinator, "beside a full pool");
        } finally {
            client.shutdown();
        }
    }

    @Test
    void aConfigurationIsCopied() {
        Config config = new Config();
        config.useSingleServer().setAddress(redis.url()).setTimeout(7777).setRetryAttempts(9);
        LockstitchBuilder builder = LockstitchModule.builder().redisson(config);
        assertThat(config.useSingleServer().getTimeout()).isEqualTo(7777);
        assertThat(config.useSingleServer().getRetryAttempts()).isEqualTo(9);
        assertThat(config.isLazyInitialization()).isFalse();

        config.useSingleServer().setAddress("redis://127.0.0.1:1");
        try (Coordinator coordinator = coordinator(builder)) {
            assertCoordinates(coordinator, "copied");
        }
    }

    @Test
    void aWrongPasswordIsOneErrorWithItsRemedyAndCallsProceed() {
        try (Logged logs = new Logged();
                Coordinator coordinator = coordinator(
                        LockstitchModule.builder().redis("redis://anna:geheim-2@127.0.0.1:" + redis.port()))) {
            HeldLock lock = coordinator.tryLock("k", Duration.ZERO).orElseThrow();
            assertThat(lock.isHeld()).isFalse();
            assertThat(coordinator.tryAcquire("k", ONCE, 1).enforced()).isFalse();
            await().until(() -> !logs.at(Level.ERROR).isEmpty());
            await().during(Duration.ofSeconds(2))
                    .until(() -> logs.at(Level.ERROR).size() == 1);

            assertThat(logs.at(Level.ERROR).get(0))
                    .startsWith("⚠️  Redis unavailable at redis://127.0.0.1:")
                    .contains("WRONGPASS", "REDIS_PASSWORD");
            assertThat(logs.all()).noneMatch(line -> line.contains("geheim"));
        }
    }

    @Test
    void theRightPasswordConnects() {
        try (Logged logs = new Logged();
                Coordinator coordinator = coordinator(
                        LockstitchModule.builder().redis("redis://anna:geheim-1@127.0.0.1:" + redis.port()))) {
            assertCoordinates(coordinator, "password");
            assertThat(logs.at(Level.INFO)).anyMatch(line -> line.startsWith("✅ Redis: Connected and ready"));
            assertThat(logs.all()).noneMatch(line -> line.contains("geheim"));
        }
    }

    @Test
    void nothingConnectsBeforeThereIsAnInjector() {
        Threads threads = new Threads();
        Injector other = Guice.createInjector();
        LockstitchModule module = lockstitch().build();
        assertThat(other).isNotNull();
        assertThat(module).isNotNull();
        assertThat(threads.newOnesOfOurs()).isEmpty();
    }
}
