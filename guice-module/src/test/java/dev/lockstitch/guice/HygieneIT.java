package dev.lockstitch.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockEvent;
import dev.lockstitch.LockOverrides;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitOverrides;
import dev.lockstitch.redis.AppliedLimit;
import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.RedisAddress;
import dev.lockstitch.spi.Coordinator;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.config.Config;

/** Nothing that the library says, in whatever trouble, holds a password, a token, or a key as it is. */
final class HygieneIT extends Canaries {

    @ParameterizedTest
    @EnumSource(
            value = OnUnavailable.class,
            names = {"PROCEED", "FAIL"})
    void whenAllIsWell(OnUnavailable policy) {
        try (Coordinator coordinator = coordinator(policy)) {
            await().until(coordinator::isRedisAvailable);
            useAll(coordinator);
        }
        tokensAreLookedFor();
        for (String method : List.of("contended", "instead")) {
            assertThat(heard.texts())
                    .anyMatch(text -> text.contains("LockNotAcquiredException") && text.contains("." + method + "("));
        }
        assertThat(heard.texts()).anyMatch(text -> text.contains("no method nowhere with the same parameters"));
    }

    @Test
    void whenLocksAndLimitsAreSwitchedOff() {
        try (Coordinator coordinator =
                coordinator(settings(url(USER, PASSWORD), OnUnavailable.FAIL).enabled(false))) {
            useAll(coordinator);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = OnUnavailable.class,
            names = {"DEFAULT"},
            mode = EnumSource.Mode.EXCLUDE)
    void whenThereIsNoRedis(OnUnavailable policy) {
        String nowhere = "redis://" + USER + ':' + PASSWORD + "@127.0.0.1:1";
        try (Coordinator coordinator = coordinator(settings(nowhere, policy))) {
            useAll(coordinator);
        }
    }

    @Test
    void whenThePasswordIsWrong() {
        try (Coordinator coordinator = coordinator(settings(url(USER, PASSWORD + 1), OnUnavailable.FAIL))) {
            useAll(coordinator);
        }
    }

    @Test
    void whenARightIsMissing() {
        redis.command("ACL", "SETUSER", USER, "-zadd", "-subscribe");
        try (Coordinator coordinator = coordinator(OnUnavailable.FAIL)) {
            useAll(coordinator);
        } finally {
            redis.command("ACL", "SETUSER", USER, "+@all");
        }
    }

    @Test
    void whenRedisIsOutOfMemory() {
        try (Coordinator coordinator = coordinator(OnUnavailable.FAIL)) {
            await().until(coordinator::isRedisAvailable);
            redis.command("CONFIG", "SET", "maxmemory", "1");
            useAll(coordinator);
        } finally {
            redis.command("CONFIG", "SET", "maxmemory", "0");
        }
    }

    @Test
    void whenForeignValuesStandWhereOursShould() {
        try (Coordinator coordinator = coordinator(OnUnavailable.PROCEED)) {
            await().until(coordinator::isRedisAvailable);
            useAll(coordinator);
            for (String name : redis.keys("*")) {
                redis.command("SET", name, "foreign");
            }
            useAll(coordinator);
            tokensAreLookedFor();
            for (String name : redis.keys("*")) {
                redis.command("DEL", name);
                redis.command("HSET", name, "foreign", "1");
            }
            useAll(coordinator);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whenALockIsLost(boolean tokenIsOut) {
        try (Coordinator coordinator =
                coordinator(settings(url(USER, PASSWORD), OnUnavailable.FAIL).lockLease(Duration.ofSeconds(1)))) {
            HeldLock lock = coordinator.tryLock(KEY, Duration.ofSeconds(1)).orElseThrow();
            lock.onLost(() -> {
                throw new IllegalStateException(KEY + PASSWORD);
            });
            if (tokenIsOut) {
                noted(lock);
            }
            lookForTheTokensInRedis();
            redis.command("FLUSHALL");
            await().until(() -> !lock.isHeld());
            note(() -> {
                lock.assertHeld();
                return "held";
            });
            note(() -> lock.extend(SHORT));
            lock.close();
            note(() -> {
                lock.assertHeld();
                return "held";
            });
            heard.note(lock);
        }
    }

    @Test
    void whenItIsClosed() {
        Coordinator coordinator = coordinator(OnUnavailable.PROCEED);
        coordinator.close();
        useAll(coordinator);
    }

    /** What the application itself has thrown is its own, and comes as the cause: only what we say is looked at. */
    @Test
    void whenAKeyCannotBeMade() {
        try (Coordinator coordinator = coordinator(OnUnavailable.PROCEED)) {
            Object hostile = new Object() {
                @Override
                public String toString() {
                    throw new IllegalStateException(PASSWORD);
                }
            };
            for (Object to : new Object[] {hostile, null, "", List.of(PASSWORD), new char[] {'x'}, Optional.empty()}) {
                for (WovenCall call :
                        List.of(new WovenCall(new CanaryApi(), "check"), WovenCall.locked(new CanaryApi(), "lock"))) {
                    try {
                        call.with(to);
                    } catch (Throwable thrown) {
                        heard.note(thrown);
                    }
                }
            }
            assertThat(coordinator).isNotNull();
        }
        assertThat(heard.texts()).anyMatch(text -> text.contains("InvalidKeyException"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://" + USER + ":" + PASSWORD + "@host:99999",
                "redis://" + USER + ":" + PASSWORD + "@host:123456",
                "redis://" + USER + ":" + PASSWORD + "@host:1/99999",
                "redis://" + USER + ":" + PASSWORD + "@ho st",
                "redis://" + USER + ":" + PASSWORD + "@",
                "redis://" + USER + ":" + PASSWORD,
                "http://" + USER + ":" + PASSWORD + "@host",
                "redis://" + USER + ":%zz" + PASSWORD + "@host\n:1"
            })
    void whenAnAddressCannotBeRead(String address) {
        note(() -> RedisAddress.parse(address));
        note(() -> LockstitchModule.builder().redis(address).build());
        note(() -> RedisAddress.fromEnvironment(Map.of("REDIS_URL", address)));
        note(() -> RedisAddress.fromEnvironment(
                Map.of("REDIS_HOST", address, "REDIS_USERNAME", USER, "REDIS_PASSWORD", PASSWORD)));
        Config config = new Config();
        config.setUsername(USER).setPassword(PASSWORD);
        config.useSingleServer().setAddress("redis://127.0.0.1:1");
        note(() -> ConnectionSource.of(config));
    }

    /** Redisson takes the user from the address, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://" + USER + ":" + PASSWORD + "@127.0.0.1:1",
                "redis://" + USER + ":" + PASSWORD + "@ho st"
            })
    void whenAnAddressWithAPasswordStandsInARedissonConfiguration(String address) {
        Config config = new Config();
        config.useSingleServer().setAddress("redis://127.0.0.1:1");
        note(() -> {
            config.useSingleServer().setAddress(address);
            return config.useSingleServer().getTimeout();
        });
        try (Coordinator coordinator =
                coordinator(LockstitchModule.builder().redisson(config).onUnavailable(OnUnavailable.FAIL))) {
            note(() -> coordinator.withLock(KEY, () -> "done"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {STORE_PASSWORD, "another"})
    void whenATrustStoreHasAPassword(String actual, @TempDir Path directory) throws Exception {
        Path file = directory.resolve("trusted.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, actual.toCharArray());
        }
        Config config = new Config();
        URL url = file.toUri().toURL();
        config.setSslTruststore(url).setSslTruststorePassword(STORE_PASSWORD);
        config.setSslKeystore(url).setSslKeystorePassword(STORE_PASSWORD);
        config.useSingleServer().setAddress("rediss://127.0.0.1:" + redis.port());
        heard.note(ConnectionSource.of(config));
        LockstitchBuilder builder = LockstitchModule.builder().redisson(config).onUnavailable(OnUnavailable.FAIL);
        heard.note(builder);
        try (Coordinator coordinator = coordinator(builder)) {
            useAll(coordinator);
            await().until(() -> heard.texts().stream().anyMatch(text -> text.contains("Redis unavailable")));
        }
    }

    @Test
    void whatIsMadeByHand() {
        heard.note(new AppliedLimit("n" + NASTY, KEY, ONCE, ONCE, 1, SHORT, false));
        heard.note(new LockEvent("n" + NASTY, List.of(KEY, KEY + 1), dev.lockstitch.LockMode.SHARED));
        heard.note(RedisAddress.parse(url(USER, PASSWORD)));
        heard.note(ConnectionSource.of(RedisAddress.parse(url(USER, PASSWORD))));
        heard.note(RateLimitOverrides.Change.to(ONCE));
        heard.note(new LockOverrides.Change(Optional.of(SHORT), Optional.empty()));
    }
}
