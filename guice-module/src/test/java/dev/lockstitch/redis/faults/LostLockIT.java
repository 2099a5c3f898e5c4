package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockEvent;
import dev.lockstitch.LockListener;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Settings;
import dev.lockstitch.redis.testing.Stalls;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Redis loses its data, or some of it, while locks are held. */
final class LostLockIT {

    private static final Duration LEASE = Duration.ofMillis(900);

    /** Renewed when a third of it is over, and looked at eight times; then there is the round trip. */
    private static final Duration NOTICED =
            LEASE.dividedBy(3).plus(LEASE.dividedBy(8)).plusMillis(250);

    private static final CoordinatorSettings SHORT =
            Settings.but().lockLease(LEASE).build();
    private static final List<Mode> MODES = List.of(Mode.PLAIN, Mode.SHARED, Mode.FAIR, Mode.SEVERAL, Mode.LATER);

    private final Logged logged = new Logged();
    private final Stalls stalls = new Stalls();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final LockListener listener = new LockListener() {
        @Override
        public void onLost(LockEvent lock) {
            told.add(lock.key());
        }
    };

    @AfterEach
    void stop() {
        stalls.close();
        logged.close();
    }

    private enum Loss {
        FLUSHED {
            @Override
            void in(RedisProcess redis) {
                redis.command("FLUSHALL");
            }
        },
        RESTARTED {
            @Override
            void in(RedisProcess redis) {
                redis.restart();
            }
        },
        DELETED {
            @Override
            void in(RedisProcess redis) {
                redis.keys("*").forEach(key -> redis.command("DEL", key));
            }
        },
        /** Chosen at random among all keys, as many as there is no room for. */
        EVICTED {
            @Override
            void in(RedisProcess redis) {
                String filler = "x".repeat(200_000);
                for (int i = 0; !locks(redis).isEmpty(); i++) {
                    redis.command("SET", "filler:" + i, filler);
                }
                assertThat(String.valueOf(redis.command("INFO", "stats"))).doesNotContain("evicted_keys:0\r");
            }
        };

        abstract void in(RedisProcess redis);
    }

    private static List<String> locks(RedisProcess redis) {
        return redis.keys("*").stream()
                .filter(key -> key.contains(":lock:{") || key.contains(":readers:{"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void theHolderIsToldOnceAndItsResultIsItsOwn(Loss loss) throws Exception {
        try (RedisProcess redis = RedisProcess.start("--maxmemory", "3mb", "--maxmemory-policy", "allkeys-random");
                Node node = Node.on(redis, SHORT, listener)) {
            node.coordinator().withLock("warm", () -> null);
            CountDownLatch holding = new CountDownLatch(MODES.size());
            CountDownLatch lost = new CountDownLatch(1);
            Thread harm = new Thread(() -> {
                awaitUninterruptibly(holding);
                loss.in(redis);
                stalls.reset();
                lost.countDown();
            });
            harm.start();
            Together.each(MODES, mode -> assertTold(node, mode, holding, lost));
            harm.join();
        }
        assertThat(told).containsExactlyInAnyOrderElementsOf(keys());
    }

    private void assertTold(Node node, Mode mode, CountDownLatch holding, CountDownLatch lost) throws Exception {
        AtomicInteger reactions = new AtomicInteger();
        int result = mode.run(node.coordinator(), mode.request(mode.name()), () -> {
            HeldLock lock = HeldLock.current().orElseThrow();
            lock.onLost(reactions::incrementAndGet);
            assertThat(lock.isHeld()).isTrue();
            holding.countDown();
            lost.await();
            long start = System.nanoTime();
            await().pollInterval(Site.SOON).until(() -> !lock.isHeld());
            assertThat(Site.since(start)).isLessThan(NOTICED.plus(stalls.worst()));
            return 42;
        });
        assertThat(result).isEqualTo(42);
        await().pollInterval(Site.SOON).until(() -> reactions.get() == 1);
        for (String key : mode.request(mode.name()).keys()) {
            assertThat(warnings(key))
                    .singleElement()
                    .asString()
                    .matches("Lock \"" + key
                            + "\" was lost while it was held: the holder was unprotected for up to \\d+ ms.*");
        }
    }

    @Test
    void aLossThatOnlyTheReleaseNoticesIsToldAsWell() throws Exception {
        CoordinatorSettings usual = CoordinatorSettings.DEFAULTS;
        try (RedisProcess redis = RedisProcess.start();
                Node node = Node.on(redis, usual, listener)) {
            String result = node.coordinator().withLock("k", () -> {
                redis.command("FLUSHALL");
                return "result";
            });
            assertThat(result).isEqualTo("result");
            assertThat(warnings("k")).hasSize(1);
            assertThat(told).containsExactly("k");
        }
    }

    @Test
    void whatTheBodyThrowsComesOutThoughItsLockWasLost() throws Exception {
        IOException thrown = new IOException("of the body");
        try (RedisProcess redis = RedisProcess.start();
                Node node = Node.on(redis, CoordinatorSettings.DEFAULTS, listener)) {
            assertThatThrownBy(() -> node.coordinator().withLock("k", () -> {
                        redis.command("FLUSHALL");
                        throw thrown;
                    }))
                    .isSameAs(thrown)
                    .hasNoSuppressedExceptions();
            assertThat(told).containsExactly("k");
        }
    }

    private static List<String> keys() {
        return MODES.stream()
                .flatMap(mode -> mode.request(mode.name()).keys().stream())
                .toList();
    }

    private List<String> warnings(String key) {
        return logged.warnings().stream()
                .filter(line -> line.contains("was lost") && line.contains('"' + key + '"'))
                .toList();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
