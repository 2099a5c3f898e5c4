package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.ReadmeGrants;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Settings;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user of Redis who may do what the README says, and nothing else. */
final class LeastRightsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private RedisProcess redis;
    private String[] grant;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        grant = ReadmeGrants.single().toArray(new String[0]);
        redis.command(grant);
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void whatTheReadmeGrantsIsEnoughForAllThatTheLibraryDoes() throws Exception {
        try (Node one = node();
                Node two = node()) {
            useAll(one.coordinator(), two.coordinator());
        }

        assertThat(redis.command("ACL", "LOG"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .as("what was refused, but for a key by which Redisson finds out what the server can do")
                .filteredOn(entry -> !String.valueOf(entry).contains("object, test1,"))
                .isEmpty();
    }

    @Test
    void nothingIsGrantedThatIsNotUsed() throws Exception {
        try (Node one = node();
                Node two = node()) {
            useAll(one.coordinator(), two.coordinator());
        }

        String used = String.valueOf(redis.command("INFO", "commandstats")).toLowerCase(Locale.ROOT);
        assertThat(grant)
                .filteredOn(word -> word.startsWith("+"))
                .isNotEmpty()
                .allSatisfy(word -> assertThat(used).contains("cmdstat_" + word.substring(1) + ":"));
    }

    private static void useAll(Coordinator one, Coordinator two) throws Exception {
        try (HeldLock held = one.tryLock("k", PATIENCE).orElseThrow()) {
            assertThat(held.isHeld()).isTrue();
            assertThat(held.extend(Duration.ofSeconds(1))).isTrue();
            CompletableFuture<Optional<HeldLock>> next =
                    two.tryLockAsync(LockRequest.of("k").fair(true).waitTime(PATIENCE));
            assertThat(two.tryLock("k", Duration.ofMillis(10))).isEmpty();
            assertThat(one.release("k", held.token())).isTrue();
            next.get().orElseThrow().close();
        }
        LockRequest readers = LockRequest.of("a", "b").shared().minHoldTime(Duration.ofMillis(20));
        one.withLock(readers, () -> two.withLock(readers, () -> null));
        assertThat(two.withLock(LockRequest.of("b", "a"), () -> true)).isTrue();
        await().until(() ->
                !one.tryAcquire("k", Limit.of(1, Duration.ofHours(1)), 1).granted());
    }

    private Node node() {
        return Node.on(
                "redis://shop:password@127.0.0.1:" + redis.port(),
                Settings.but()
                        .keyPrefix("shop")
                        .onUnavailable(OnUnavailable.FAIL)
                        .decisionBudget(Duration.ofSeconds(10))
                        .startBudget(PATIENCE)
                        .build());
    }
}
