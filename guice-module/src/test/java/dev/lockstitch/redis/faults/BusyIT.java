package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisError;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Settings;
import dev.lockstitch.redis.testing.Stalls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Redis that answers, and says that it cannot: it runs a script, loads its data, or follows another. */
final class BusyIT {

    private static final Duration BACK = Duration.ofSeconds(3);
    private static final List<Way> WAYS = List.of(Way.values());

    private final Logged logged = new Logged();
    private final Stalls stalls = new Stalls();

    @AfterEach
    void stop() {
        stalls.close();
        logged.close();
    }

    @Test
    void aRedisThatIsBusyWithSomebodysScriptIsAnOutageUntilTheScriptIsKilled() throws Exception {
        try (RedisProcess redis = RedisProcess.start("--busy-reply-threshold", "50");
                Node node = warm(redis)) {
            CompletableFuture<Void> endless = CompletableFuture.runAsync(() -> loop(redis));
            await().pollInterval(Site.SOON).until(() -> isBusy(redis, "BUSY"));
            assertUnguarded(node);
            assertThat(outages()).anyMatch(line -> line.contains("BUSY") || line.contains("no answer"));
            redis.command("SCRIPT", "KILL");
            assertBack(node);
            endless.join();
        }
        assertThat(logged.errors()).isEmpty();
    }

    private static void loop(RedisProcess redis) {
        try {
            redis.command("EVAL", "while true do end", "0");
        } catch (RedisError e) {
            // Killed.
        }
    }

    private static boolean isBusy(RedisProcess redis, String word) {
        try {
            redis.command("GET", "k");
            return false;
        } catch (RedisError e) {
            return String.valueOf(e.getMessage()).startsWith(word);
        }
    }

    @Test
    void aRedisThatLoadsItsDataIsAnOutageUntilItHas() throws Exception {
        try (RedisProcess redis = RedisProcess.start(
                        "--enable-debug-command",
                        "local",
                        "--key-load-delay",
                        "1500",
                        "--loading-process-events-interval-bytes",
                        "1024");
                Node node = warm(redis)) {
            redis.command("DEBUG", "POPULATE", "500");
            CompletableFuture<Void> loads = CompletableFuture.runAsync(() -> redis.command("DEBUG", "RELOAD"));
            await().pollInterval(Site.SOON).until(() -> isBusy(redis, "LOADING"));
            assertUnguarded(node);
            assertThat(outages()).anyMatch(line -> line.contains("LOADING"));
            loads.join();
            assertBack(node);
        }
        assertThat(logged.errors()).isEmpty();
    }

    @Test
    void aReadOnlyReplicaIsAWarningAtFirstAndAnErrorWhenItLasts() throws Exception {
        Duration interval = Duration.ofMillis(400);
        try (RedisProcess primary = RedisProcess.start();
                RedisProcess redis = RedisProcess.start();
                Node node = warm(redis, interval)) {
            redis.command("REPLICAOF", "127.0.0.1", "" + primary.port());
            assertUnguarded(node);
            assertThat(logged.errors()).isEmpty();
            assertThat(outages()).anyMatch(line -> line.contains("(READONLY)"));
            await().until(() -> {
                assertUnguarded(node);
                return !logged.errors().isEmpty();
            });
            assertThat(logged.errors()).allMatch(line -> line.contains("(READONLY): point to the primary"));
            redis.command("REPLICAOF", "NO", "ONE");
            assertBack(node);
        }
    }

    private static Node warm(RedisProcess redis) {
        return warm(redis, CoordinatorSettings.DEFAULTS.warningInterval());
    }

    private static Node warm(RedisProcess redis, Duration warningInterval) {
        Node node =
                Node.on(redis, Settings.but().warningInterval(warningInterval).build());
        for (Way way : WAYS) {
            await().pollInterval(Site.SOON).until(() -> way.isGuarded(node.coordinator(), "warm"));
        }
        return node;
    }

    private static void assertUnguarded(Node node) {
        assertThat(WAYS).noneMatch(way -> way.isGuarded(node.coordinator(), "k"));
    }

    private void assertBack(Node node) {
        stalls.reset();
        long start = System.nanoTime();
        for (Way way : WAYS) {
            await().pollInterval(Site.SOON).until(() -> way.isGuarded(node.coordinator(), "k"));
        }
        assertThat(Site.since(start)).isLessThan(BACK.plus(stalls.worst()));
        assertThat(logged.at(Level.INFO)).anyMatch(line -> line.startsWith("✅ Redis: Connected and ready"));
    }

    private List<String> outages() {
        return logged.warnings().stream()
                .filter(line -> line.startsWith("⚠️  Redis unavailable"))
                .toList();
    }
}
