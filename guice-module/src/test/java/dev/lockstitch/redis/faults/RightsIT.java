package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.lockstitch.HeldLock;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.ReadmeGrants;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Settings;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Each right that the README grants is taken away: that is told by name, and never looks like contention. */
final class RightsIT {

    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Logger REDISSON = (Logger) LoggerFactory.getLogger("org.redisson");

    /** Without these calls are coordinated all the same: listening is done without, and scripts are sent in full. */
    private static final Set<String> DISPENSABLE = Set.of("+subscribe", "+unsubscribe", "+evalsha");

    private static RedisProcess redis;

    private final Logged logs = new Logged();

    @BeforeAll
    static void start() {
        REDISSON.setLevel(Level.OFF);
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
        REDISSON.setLevel(null);
    }

    @BeforeEach
    void grantAll() {
        redis.command("FLUSHALL");
        redis.command("SCRIPT", "FLUSH");
        redis.command("ACL", "SETUSER", "shop", "reset");
        redis.command(grant());
    }

    @AfterEach
    void end() {
        logs.close();
    }

    private static String[] grant() {
        return ReadmeGrants.single().toArray(new String[0]);
    }

    static List<String> neededCommands() {
        return Arrays.stream(grant())
                .filter(word -> word.startsWith("+") && !DISPENSABLE.contains(word))
                .toList();
    }

    private static void change(String... rules) {
        redis.command(Stream.concat(Stream.of("ACL", "SETUSER", "shop"), Arrays.stream(rules))
                .toArray(String[]::new));
    }

    private static Node node() {
        return Node.on(
                "redis://shop:password@127.0.0.1:" + redis.port(),
                Settings.but()
                        .keyPrefix("shop")
                        .onUnavailable(OnUnavailable.FAIL)
                        .decisionBudget(Duration.ofSeconds(2))
                        .startBudget(Duration.ofSeconds(20))
                        .lockLease(LEASE)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("neededCommands")
    void aCommandThatIsRefusedFromTheStartIsNamedAndNoCallLooksContended(String command) throws Exception {
        change(command.replace('+', '-'));
        try (Node node = node()) {
            Uses.all(node.coordinator()).forEach(RightsIT::assertRefused);
            await().until(() -> !logs.errors().isEmpty());
        }
        assertThat(logs.errors())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(
                                "⚠️  Redis unavailable",
                                "lacks the right to the command " + command.substring(1) + " (NOPERM)")
                        .contains("ACL SETUSER <user> " + command + ".")
                        .doesNotContain("password"));
        assertNothingStays();
    }

    private static void assertNothingStays() {
        assertThat(redis.keys("*"))
                .allSatisfy(key -> assertThat(redis.ttlMillis(key)).as(key).isNotEqualTo(-1));
        await().until(() -> redis.keys("*").isEmpty());
    }

    /** Nothing else is said of it than that Redis cannot be used, and why. */
    private static void assertRefused(String use, Uses.Outcome outcome) {
        assertThat(outcome.kind()).as(use + ": " + outcome.text()).isEqualTo(Uses.Kind.UNAVAILABLE);
        assertThat(outcome.text()).as(use).contains("NOPERM", "ACL SETUSER");
    }

    /** Sent by hash alone, scripts that the server has seen would hide it, until it forgets them. */
    @Test
    void theRightToSendScriptsIsMissedThoughTheServerHasSeenThem() {
        try (Node before = node()) {
            await().until(before.coordinator()::isRedisAvailable);
            Uses.all(before.coordinator());
        }
        change("-eval");
        try (Node node = node()) {
            await().until(() -> !logs.errors().isEmpty());
        }
        assertToldOnce("to the command eval (NOPERM): ACL SETUSER <user> +eval.");
    }

    @Test
    void allThatIsRefusedIsNamedAtOnce() {
        change("-zadd", "-hset", "-pexpire", "resetchannels");
        try (Node node = node()) {
            await().until(() -> !logs.errors().isEmpty());
            assertThat(node.coordinator().isRedisAvailable()).isFalse();
            // Longer than the pause between two probes, each of which finds it again.
            await().during(Duration.ofMillis(600)).until(() -> logs.errors().size() == 1);
        }
        assertToldOnce(
                "to the commands hset, pexpire, zadd and to the channels shop:*",
                "ACL SETUSER <user> +hset +pexpire +zadd &shop:*");
        assertNothingStays();
    }

    private void assertAllIsRefused(String told) throws Exception {
        try (Node node = node()) {
            Uses.all(node.coordinator()).forEach(RightsIT::assertRefused);
            await().until(() -> !logs.errors().isEmpty());
        }
        assertToldOnce(told);
    }

    /** Probes, which would tell it again, went on until the node was closed. */
    private void assertToldOnce(String... parts) {
        assertThat(logs.errors()).singleElement().asString().contains(parts);
    }

    @Test
    void keysThatAreRefusedFromTheStartAreNamed() throws Exception {
        change("resetkeys", "~other:*");
        assertAllIsRefused("lacks the right to the keys shop:* (NOPERM): ACL SETUSER <user> ~shop:*");
    }

    @Test
    void channelsThatAreRefusedFromTheStartAreNamed() throws Exception {
        change("resetchannels", "&other:*");
        assertAllIsRefused("lacks the right to the channels shop:* (NOPERM): ACL SETUSER <user> &shop:*");
        assertNothingStays();
    }

    @Test
    void whoMayNotListenIsToldOnceAndCoordinatesAllTheSame() throws Exception {
        change("-subscribe");
        try (Node node = node();
                Node other = node()) {
            Uses.all(node.coordinator()).forEach(RightsIT::assertCoordinated);
            Uses.allContended(node.coordinator(), other.coordinator()).forEach(RightsIT::assertCoordinated);
            await().until(() -> logs.errors().size() >= 2);
        }
        assertThat(logs.errors())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("listen to no channel", "to the command subscribe (NOPERM)")
                        .contains("ACL SETUSER <user> +subscribe.")
                        .contains("coordinated all the same"));
    }

    private static void assertCoordinated(String use, Uses.Outcome outcome) {
        assertThat(outcome.kind()).as(use + ": " + outcome.text()).isEqualTo(Uses.Kind.COORDINATED);
    }

    @Test
    void whoMayNotStopToListenCoordinatesAllTheSame() throws Exception {
        change("-unsubscribe");
        try (Node node = node();
                Node other = node()) {
            Uses.all(node.coordinator()).forEach(RightsIT::assertCoordinated);
            Uses.allContended(node.coordinator(), other.coordinator()).forEach(RightsIT::assertCoordinated);
        }
        assertThat(logs.errors()).isEmpty();
    }

    static List<String> takenAway() {
        return List.of(
                "-get",
                "-set",
                "-del",
                "-pexpire",
                "-zadd",
                "-zrem",
                "-zrange",
                "-hset",
                "-publish",
                "resetkeys",
                "resetchannels");
    }

    private static String told(String rule) {
        return switch (rule) {
            case "resetkeys" -> "the keys";
            case "resetchannels" -> "the channels";
            default -> "the command " + rule.substring(1);
        };
    }

    @ParameterizedTest
    @MethodSource("takenAway")
    void aRightThatIsTakenAwayWhileALockIsHeldIsToldAndNothingIsLeftBeyondItsLease(String rule) throws Exception {
        try (Node node = node()) {
            HeldLock held = granted(node, LockRequest.of("held"));
            change(rule);
            long changed = System.nanoTime();
            Uses.all(node.coordinator()).forEach(RightsIT::assertNotContended);
            await().pollInterval(Site.SOON).until(() -> !node.coordinator().isRedisAvailable());
            await().pollInterval(Site.SOON).until(() -> !logs.errors().isEmpty());
            assertThat(redis.keys("*"))
                    .allSatisfy(key -> assertThat(redis.ttlMillis(key)).as(key).isNotEqualTo(-1));
            await().pollInterval(Site.SOON)
                    .until(() -> redis.keys("shop:lock:*").isEmpty());
            assertThat(Duration.ofNanos(System.nanoTime() - changed)).isLessThan(Duration.ofSeconds(10));
            assertThat(held.isHeld()).isFalse();
            held.close();

            redis.command(grant());
            await().pollInterval(Site.SOON).until(node.coordinator()::isRedisAvailable);
            Uses.all(node.coordinator()).forEach(RightsIT::assertCoordinated);
        }
        assertToldOnce(told(rule), "(NOPERM)", "ACL SETUSER <user> ");
    }

    private static void assertNotContended(String use, Uses.Outcome outcome) {
        assertThat(outcome.kind()).as(use + ": " + outcome.text()).isIn(Uses.Kind.UNAVAILABLE, Uses.Kind.COORDINATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-set", "-del", "-zadd", "-zrem", "-zrange", "-hset", "-publish", "resetchannels"})
    void aRightThatIsTakenAwayWhileTwoNodesContendIsNeverToldAsContention(String rule) throws Exception {
        try (Node node = node();
                Node other = node()) {
            Uses.allContended(node.coordinator(), other.coordinator()).forEach(RightsIT::assertCoordinated);
            change(rule);
            Uses.allContended(node.coordinator(), other.coordinator()).forEach(RightsIT::assertNotContended);
            await().pollInterval(Site.SOON).until(() -> !logs.errors().isEmpty());

            redis.command(grant());
            await().pollInterval(Site.SOON)
                    .until(() -> node.coordinator().isRedisAvailable()
                            && other.coordinator().isRedisAvailable());
            Uses.allContended(node.coordinator(), other.coordinator()).forEach(RightsIT::assertCoordinated);
        }
        assertThat(logs.errors())
                .hasSizeBetween(1, 2)
                .allSatisfy(line -> assertThat(line).contains(told(rule), "(NOPERM)"));
    }

    private static HeldLock granted(Node node, LockRequest request) throws InterruptedException {
        return ((LockOutcome.Granted) node.coordinator().lock(request)).lock();
    }
}
