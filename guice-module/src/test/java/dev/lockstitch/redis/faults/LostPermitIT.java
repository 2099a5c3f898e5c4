package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Proxy;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Stalls;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.config.Config;

/** Replies about limits that get lost on the way: what was charged is looked at by another node. */
final class LostPermitIT {

    private static final Duration BOUND =
            CoordinatorSettings.DEFAULTS.decisionBudget().multipliedBy(4).plusMillis(100);
    private static final Limit HUNDRED = Limit.of(100, Duration.ofDays(1));
    private static final Limit ONE_A_MINUTE = new Limit(1, Duration.ofMinutes(1), 1);
    private static final int BATCH = 20;

    /** Longer than Redisson's own pauses between tries. */
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final Logged logged = new Logged();
    private final Stalls stalls = new Stalls();
    private final Map<String, Long> charged = new ConcurrentHashMap<>();
    private RedisProcess redis;
    private Node observer;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        observer = Node.on(redis);
        // Redis knows all scripts: what is lost below is never that it does not.
        RateLimitDecision decision = observer.coordinator().tryAcquire(both("warm", "up"));
        assertThat(observer.coordinator().refund(decision)).isTrue();
    }

    private static LimitRequest both(String one, String other) {
        return LimitRequest.of(
                new LimitRequest.Part("", one, HUNDRED, 1, Duration.ZERO),
                new LimitRequest.Part("", other, HUNDRED, 1, Duration.ZERO));
    }

    @AfterEach
    void stop() {
        observer.close();
        redis.close();
        stalls.close();
        logged.close();
    }

    /** Redisson goes different ways for them when a reply stays away. */
    private enum Servers {
        SINGLE,
        PRIMARY_AND_REPLICAS;

        Node node(Proxy proxy) {
            if (this == SINGLE) {
                return Node.on(proxy.url());
            }
            Config config = new Config();
            config.useMasterSlaveServers().setMasterAddress(proxy.url());
            return Node.on(ConnectionSource.of(config), CoordinatorSettings.DEFAULTS);
        }
    }

    private interface Loss {
        void of(Node node, Proxy proxy) throws Exception;
    }

    private void on(String marker, Proxy.Then then, Loss loss) throws Exception {
        on(Servers.SINGLE, marker, then, loss);
    }

    private void on(Servers servers, String marker, Proxy.Then then, Loss loss) throws Exception {
        try (Proxy proxy = Proxy.before(redis);
                Node node = servers.node(proxy)) {
            for (Way way : List.of(Way.LIMIT, Way.LIMIT_LATER)) {
                assertThat(way.isGuarded(node.coordinator(), "warm")).isTrue();
            }
            proxy.swallowReply(marker, then);
            loss.of(node, proxy);
            assertThat(proxy.hasSwallowed()).as("something was lost").isTrue();
            // What was not answered must not be sent again as its connection is given up.
            await().pollInterval(Site.SOON).until(proxy::isLoserGivenUp);
            await().pollInterval(Site.SOON).until(() -> Way.LIMIT.isGuarded(node.coordinator(), "other"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void atMostWhatTheCallsAskedIsChargedWhateverBecomesOfTheReplies(Proxy.Then then) throws Exception {
        Together.each(
                List.<Case>of(
                        this::one,
                        this::oneOfMany,
                        this::later,
                        this::batch,
                        this::several,
                        this::waiting,
                        this::refund),
                each -> each.run(then));
        await().during(AGAIN).untilAsserted(() -> charged.forEach(this::assertIsCharged));
    }

    private interface Case {
        void run(Proxy.Then then) throws Exception;
    }

    private void one(Proxy.Then then) throws Exception {
        one(Servers.SINGLE, "one", then);
    }

    private void oneOfMany(Proxy.Then then) throws Exception {
        one(Servers.PRIMARY_AND_REPLICAS, "many", then);
    }

    private void one(Servers servers, String key, Proxy.Then then) throws Exception {
        on(servers, "{" + key, then, (node, proxy) -> {
            long start = System.nanoTime();
            assertThat(node.coordinator().tryAcquire(key, HUNDRED, 1).granted()).isTrue();
            assertThat(Site.since(start)).isLessThan(BOUND.plus(stalls.worst()));
            assertCharged(key, 1);
        });
    }

    private void later(Proxy.Then then) throws Exception {
        on("{later", then, (node, proxy) -> {
            long start = System.nanoTime();
            assertThat(node.coordinator()
                            .tryAcquireAsync("later", HUNDRED, 1)
                            .join()
                            .granted())
                    .isTrue();
            assertThat(Site.since(start)).isLessThan(BOUND.plus(stalls.worst()));
            assertCharged("later", 1);
        });
    }

    /** The first goes alone; the others come while it is under way, and go together, as one group of a script. */
    private void batch(Proxy.Then then) throws Exception {
        on("$2\r\n" + (BATCH - 1) + "\r\n", then, (node, proxy) -> {
            proxy.delay(Duration.ofMillis(50));
            for (int i = 0; !proxy.hasSwallowed(); i++) {
                String key = "batch-" + i;
                List<CompletableFuture<RateLimitDecision>> calls = new ArrayList<>();
                for (int j = 0; j < BATCH; j++) {
                    calls.add(node.coordinator().tryAcquireAsync(key, HUNDRED, 1));
                }
                assertThat(calls).allMatch(call -> call.join().granted());
                assertCharged(key, BATCH);
            }
        });
    }

    private void several(Proxy.Then then) throws Exception {
        on("{several", then, (node, proxy) -> {
            assertThat(node.coordinator().tryAcquire(both("several", "more")).granted())
                    .isTrue();
            assertCharged("several", 1);
            assertCharged("more", 1);
        });
    }

    private void waiting(Proxy.Then then) throws Exception {
        observer.coordinator().tryAcquire("waiting", ONE_A_MINUTE, 1);
        on("{waiting", then, (node, proxy) -> {
            long start = System.nanoTime();
            RateLimitDecision decision = node.coordinator()
                    .tryAcquire(LimitRequest.of("waiting", ONE_A_MINUTE).waitTime(Duration.ofDays(1)));
            assertThat(decision.enforced()).as("nobody knows of a place").isFalse();
            assertThat(Site.since(start)).isLessThan(BOUND.plus(stalls.worst()));
            assertThat(state("waiting", ONE_A_MINUTE).resetAfter())
                    .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(120));
        });
    }

    /** Nor is more given back than was taken. */
    private void refund(Proxy.Then then) throws Exception {
        observer.coordinator().tryAcquire("refund", HUNDRED, 10);
        on("none", then, (node, proxy) -> {
            RateLimitDecision decision = node.coordinator().tryAcquire("refund", HUNDRED, 3);
            proxy.swallowReply("{refund", then);
            node.coordinator().refund(decision);
            await().pollInterval(Site.SOON).until(() -> charged("refund") < 13);
            node.coordinator().refund(decision);
            assertCharged("refund", 10);
        });
    }

    /** Redis has run it, since the reply alone was lost: once. */
    private void assertCharged(String key, long permits) {
        assertIsCharged(key, permits);
        charged.put(key, permits);
    }

    private void assertIsCharged(String key, long permits) {
        assertThat(charged(key)).as("charged for " + key).isEqualTo(permits);
    }

    private long charged(String key) {
        return HUNDRED.burst() - state(key, HUNDRED).remaining();
    }

    private RateLimitDecision.State state(String key, Limit limit) {
        return observer.coordinator().tryAcquire(key, limit, 0).binding();
    }
}
