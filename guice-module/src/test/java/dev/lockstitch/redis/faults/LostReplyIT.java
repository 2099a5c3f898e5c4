package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Proxy;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Stalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests about locks that get lost on the way, or whose replies do. */
final class LostReplyIT {

    /** One question lasts four budgets while Redis answers others, and it is put twice. */
    private static final Duration BOUND =
            CoordinatorSettings.DEFAULTS.decisionBudget().multipliedBy(9);

    /** The lease is thirty seconds. */
    private static final Duration GONE = Duration.ofSeconds(5);

    private static RedisProcess redis;

    private final Logged logged = new Logged();
    private final Stalls stalls = new Stalls();

    @BeforeAll
    static void startRedis() {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @AfterEach
    void stop() {
        stalls.close();
        logged.close();
    }

    private enum Lost {
        REQUEST,
        REPLY;

        void plan(Proxy proxy, String key, Proxy.Then then) {
            // Several keys have a name of their own each: the one in the middle.
            String marker = "{" + key;
            if (this == REQUEST) {
                proxy.swallowRequest(marker, then);
            } else {
                proxy.swallowReply(marker, then);
            }
        }
    }

    private enum When {
        ACQUIRE,
        RELEASE
    }

    private record Try(Mode mode, When when, Lost lost, Proxy.Then then) {
        static List<Try> all(Proxy.Then then) {
            List<Try> all = new ArrayList<>();
            for (Mode mode : Mode.values()) {
                for (When when : When.values()) {
                    for (Lost lost : Lost.values()) {
                        all.add(new Try(mode, when, lost, then));
                    }
                }
            }
            return all;
        }

        String key() {
            return mode + "-" + when + "-" + lost;
        }

        void lose(Proxy proxy) {
            lost.plan(proxy, key(), then);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBodyRunsOnceItsResultIsItsOwnAndNothingStaysLocked(Proxy.Then then) throws Exception {
        Together.each(Try.all(then), this::run);
    }

    private void run(Try each) throws Exception {
        Mode mode = each.mode();
        AtomicInteger ran = new AtomicInteger();
        try (Proxy proxy = Proxy.before(redis);
                Node node = Node.on(proxy.url())) {
            mode.run(node.coordinator(), mode.request("warm-" + each.key().hashCode()), () -> null);
            if (each.when() == When.ACQUIRE) {
                each.lose(proxy);
            }
            long start = System.nanoTime();
            String result = mode.run(node.coordinator(), mode.request(each.key()), () -> {
                if (each.when() == When.RELEASE) {
                    each.lose(proxy);
                }
                return "result " + ran.incrementAndGet();
            });
            Duration took = Site.since(start);
            assertThat(proxy.hasSwallowed()).as("something was lost").isTrue();
            assertThat(result).isEqualTo("result 1");
            assertThat(ran).hasValue(1);
            assertThat(took).isLessThan(BOUND.plus(stalls.worst()));
            assertThat(logged.warnings()).as("it was held to its end").noneMatch(line -> line.contains("was lost"));
            await().pollInterval(Site.SOON)
                    .atMost(GONE.plus(stalls.worst()))
                    .until(() -> left(each.key()).isEmpty());
        }
    }

    /** The first question is heard by Redis alone; then there is no way to ask again, or to give back. */
    @Test
    void aLockThatWasGrantedUnheardIsGivenBackSoonAfterTheWayIsOpenAgain() throws Exception {
        Together.each(List.of(Mode.PLAIN, Mode.SHARED, Mode.FAIR, Mode.SEVERAL, Mode.LATER), this::strand);
    }

    private void strand(Mode mode) throws Exception {
        String key = mode + "-stranded";
        AtomicInteger ran = new AtomicInteger();
        try (Proxy proxy = Proxy.before(redis);
                Node node = Node.on(proxy.url())) {
            mode.run(node.coordinator(), mode.request("warm-" + key.hashCode()), () -> null);
            proxy.swallowReply("{" + key, Proxy.Then.SILENCE);
            FutureTask<Boolean> guarded = new FutureTask<>(() -> mode.run(node.coordinator(), mode.request(key), () -> {
                ran.incrementAndGet();
                return HeldLock.current().isPresent();
            }));
            new Thread(guarded).start();
            await().pollInterval(Duration.ofMillis(1)).until(() -> !granted(key).isEmpty());
            proxy.blackHole();
            assertThat(guarded.get()).isFalse();
            assertThat(ran).hasValue(1);
            assertThat(granted(key))
                    .singleElement()
                    .satisfies(name -> assertThat(redis.ttlMillis(name)).isGreaterThan(20_000));
            proxy.heal();
            long back = System.nanoTime();
            await().pollInterval(Site.SOON).until(() -> left(key).isEmpty());
            assertThat(Site.since(back)).isLessThan(GONE.plus(stalls.worst()));
        }
    }

    private static List<String> granted(String key) {
        return redis.keys("*:{" + key + "}").stream()
                .filter(name -> name.contains(":lock:") || name.contains(":readers:"))
                .toList();
    }

    private static List<String> left(String key) {
        return redis.keys("*" + key + "*").stream()
                .filter(name -> !name.contains(":fence:"))
                .toList();
    }
}
