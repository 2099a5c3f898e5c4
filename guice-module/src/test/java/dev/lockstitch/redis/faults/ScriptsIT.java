package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Immortals;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Stalls;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Redis that forgets scripts, will not run them by their hash, or runs out of memory while they run. */
final class ScriptsIT {

    private static final Duration BUDGET = CoordinatorSettings.DEFAULTS.decisionBudget();

    /** The most that a call waits for its answer by default: sending a script once more takes next to nothing. */
    private static final Duration MOST = BUDGET.multipliedBy(4);

    private final Logged logged = new Logged();
    private final Stalls stalls = new Stalls();

    @AfterEach
    void stop() {
        stalls.close();
        logged.close();
    }

    @Test
    void scriptsThatAreFlushedUnderLoadAreSentAgainAndNoCallNoticesIt() throws Exception {
        try (RedisProcess redis = RedisProcess.start();
                Node node = Node.on(redis, MixedLoad.PATIENT);
                MixedLoad load = new MixedLoad(node)) {
            await().pollInterval(Site.SOON).until(() -> load.guarded.get() > 50 && load.permits.get() > 50);
            stalls.reset();
            load.worstLock.forget();
            load.worstLimit.forget();
            for (int round = 0; round < 50; round++) {
                int locks = load.guarded.get();
                int permits = load.permits.get();
                redis.command("SCRIPT", "FLUSH");
                await().pollInterval(Site.SOON)
                        .until(() -> load.guarded.get() > locks + 3 && load.permits.get() > permits + 3);
            }
            load.close();
            assertNobodyNoticed(load);
            assertThat(load.worstLimit.get()).isLessThan(MOST.plus(stalls.worst()));
            // It waits for others as well.
            assertThat(load.worstLock.get()).isLessThan(MOST.multipliedBy(2).plus(stalls.worst()));
        }
        assertThat(logged.warnings()).isEmpty();
    }

    private void assertNobodyNoticed(MixedLoad load) {
        assertThat(load.failures).isEmpty();
        assertThat(load.unguarded()).as("unguarded; %s", logged.all()).isZero();
        assertThat(logged.errors()).isEmpty();
    }

    @Test
    void aRedisWithoutEvalshaIsSentTheScriptsInFull() throws Exception {
        try (RedisProcess redis = RedisProcess.start("--rename-command", "EVALSHA", "")) {
            assertWorksInFull(redis, redis.url());
        }
    }

    @Test
    void aUserWithoutTheRightToEvalshaSendsTheScriptsInFull() throws Exception {
        try (RedisProcess redis = RedisProcess.start()) {
            redis.command("ACL", "SETUSER", "app", "on", ">secret", "~*", "&*", "+@all", "-evalsha");
            assertWorksInFull(redis, redis.url().replace("://", "://app:secret@"));
        }
    }

    private void assertWorksInFull(RedisProcess redis, String url) throws Exception {
        try (Node node = Node.on(url, MixedLoad.PATIENT);
                MixedLoad load = new MixedLoad(node)) {
            await().atMost(Duration.ofSeconds(40))
                    .pollInterval(Site.SOON)
                    .until(() -> (load.guarded.get() > 200 && load.permits.get() > 200)
                            || !load.failures.isEmpty()
                            || load.unguarded() > 0);
            load.close();
            assertNobodyNoticed(load);
        }
        assertThat(logged.warnings()).singleElement().asString().contains("EVALSHA");
        assertThat(redis.keys("*:lock:*")).isEmpty();
    }

    @Test
    void aRedisThatRunsNoScriptAtAllIsToldLoudlyAndAsksNobodyToWait() throws Exception {
        try (RedisProcess redis =
                        RedisProcess.start("--rename-command", "EVALSHA", "", "--rename-command", "EVAL", "");
                Node node = Node.on(redis)) {
            assertThat(Way.LOCK.isGuarded(node.coordinator(), "first contact")).isFalse();
            stalls.reset();
            for (Way way : Way.values()) {
                long start = System.nanoTime();
                assertThat(way.isGuarded(node.coordinator(), "k")).isFalse();
                assertThat(Site.since(start)).isLessThan(BUDGET.plusMillis(100).plus(stalls.worst()));
            }
        }
        assertThat(logged.errors()).anyMatch(line -> line.contains("lacks a command") && line.contains("scripting"));
    }

    /** Each script begins on a Redis that has memory or has none, as it happens. */
    @Test
    void memoryThatRunsOutWhileScriptsRunLeavesNothingWithoutAnExpiry() throws Exception {
        try (RedisProcess redis = RedisProcess.start();
                Node node = Node.on(redis);
                MixedLoad load = new MixedLoad(node)) {
            for (int round = 0; round < 10; round++) {
                int guarded = load.guarded.get();
                await().pollInterval(Site.SOON).until(() -> load.guarded.get() > guarded + 20);
                redis.command("CONFIG", "SET", "maxmemory", "1");
                await().pollInterval(Site.SOON).until(() -> !node.coordinator().isRedisAvailable());
                assertThat(Immortals.of(redis)).isEmpty();
                redis.command("CONFIG", "SET", "maxmemory", "0");
            }
            load.close();
            assertThat(load.failures).isEmpty();
            assertThat(load.unguarded()).isPositive();
            assertThat(Immortals.of(redis)).isEmpty();
            await().pollInterval(Site.SOON).until(() -> locked(redis).isEmpty());
        }
    }

    private static List<String> locked(RedisProcess redis) {
        return redis.keys("*").stream()
                .filter(key -> key.contains(":lock:{") || key.contains(":readers:{") || key.contains(":queue:{"))
                .toList();
    }
}
