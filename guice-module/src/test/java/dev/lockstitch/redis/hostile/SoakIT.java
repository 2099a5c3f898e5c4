package dev.lockstitch.redis.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Settings;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Mixed load with faults, coordinators coming and going: nothing grows. It is no part of the usual build, since it has to
 * rest: the profile {@code soak} runs it and nothing else, with as many calls as two hours of 500 a second, or as
 * {@code -Dsoak.operations=12000} says.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class SoakIT {

    private static final long OPERATIONS = Long.getLong("soak.operations", 3_600_000);

    /** Twelve rests, at which nothing is under way; the first third of them sees caches fill. */
    private static final int RESTS = 12;

    private static final Duration SOON = Duration.ofSeconds(30);

    /** Before queues, which nobody asks about any more, end by themselves. */
    private static final Duration GONE = Duration.ofSeconds(8);

    /** What is left locked is to be found, and not to be gone by itself. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private record Rest(long heap, int threads, int connections, int keysThatMatter) {}

    private final AtomicReferenceArray<Node> nodes = new AtomicReferenceArray<>(2);
    private final List<Rest> rests = new ArrayList<>();
    private final Map<String, Long> outcomes = new TreeMap<>();
    private long lockedKeys;
    private final long seed =
            Long.getLong("lockstitch.seed", ThreadLocalRandom.current().nextLong());
    private final List<Logger> quiet = List.of(logger("dev.lockstitch"), logger("org.redisson"));
    private final Logger netty = logger("io.netty.util.ResourceLeakDetector");
    private final ListAppender<ILoggingEvent> leaks = new ListAppender<>();
    private RedisProcess redis;

    @BeforeEach
    void start() {
        leaks.start();
        netty.addAppender(leaks);
        // Locks are lost and calls go unguarded on purpose, thousands of times.
        quiet.forEach(logger -> logger.setLevel(Level.OFF));
        redis = RedisProcess.start();
        nodes.set(0, open());
        nodes.set(1, open());
    }

    @AfterEach
    void stop() {
        nodes.get(0).close();
        nodes.get(1).close();
        redis.close();
        netty.detachAppender(leaks);
        quiet.forEach(logger -> logger.setLevel(null));
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private Node open() {
        return Node.on(redis, Settings.but().lockLease(LEASE).build());
    }

    @Test
    void nothingGrows() {
        for (int rest = 0; rest < RESTS; rest++) {
            load(OPERATIONS / RESTS, rest);
            replaceOne(rest % 2);
            settle();
            rests.add(look());
        }
        System.out.println("soak of " + OPERATIONS + " calls, seed " + seed + ": " + outcomes + "; " + rests
                + "; leaks: " + leaks.list.size());
        assertFarMostWereCoordinated();
        List<Rest> middle = rests.subList(RESTS / 3, 2 * RESTS / 3);
        List<Rest> last = rests.subList(2 * RESTS / 3, RESTS);
        long before = median(middle.stream().map(Rest::heap).toList());
        assertThat(median(last.stream().map(Rest::heap).toList()))
                .as("heap")
                .isLessThan(before + before / 10 + (2 << 20));
        assertThat(median(last.stream().map(rest -> (long) rest.threads).toList()))
                .as("threads")
                .isLessThanOrEqualTo(
                        median(middle.stream().map(rest -> (long) rest.threads).toList()) + 3);
        assertThat(last).extracting(Rest::connections).as("connections").allMatch(count -> count <= 2 * 7 + 1);
        assertThat(rests)
                .extracting(Rest::keysThatMatter)
                .as("locks, readers, queues and limits")
                .containsOnly(0);
        assertThat(redis.keys("*:fence:*")).as("fencing tokens").hasSizeLessThanOrEqualTo((int) lockedKeys);
        assertThat(keysThatLastTooLong()).as("keys that last too long").isEqualTo(0L);
        assertThat(leaks.list).as("buffers that Netty misses").isEmpty();
    }

    private void load(long calls, int rest) {
        MixedLoad load = new MixedLoad(index -> nodes.get(index % 2).coordinator(), calls, seed + 1000L * rest);
        long begun = System.nanoTime();
        for (int tick = 1; !load.isDone(); tick++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            load.interruptOne();
            if (tick % 400 == 200) {
                redis.command("CLIENT", "KILL", "TYPE", tick % 800 == 200 ? "normal" : "pubsub");
            } else if (tick % 400 == 0) {
                redis.freeze();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
                redis.thaw();
            }
            assertThat(System.nanoTime() - begun)
                    .as("a share of the load takes too long")
                    .isLessThan(TimeUnit.MINUTES.toNanos(5) + TimeUnit.SECONDS.toNanos(calls / 100));
        }
        assertThat(load.wrong()).as("seed %s", seed).isEmpty();
        load.counts().forEach((what, times) -> outcomes.merge(what, times, Long::sum));
        // Those of the next load are the same ones.
        lockedKeys = Math.max(lockedKeys, load.lockedKeys());
    }

    private void assertFarMostWereCoordinated() {
        long coordinated = outcomes.getOrDefault("coordinated", 0L);
        assertThat(coordinated).as("%s", outcomes).isGreaterThan(OPERATIONS / 2);
        assertThat(outcomes.getOrDefault("uncoordinated", 0L))
                .as("%s", outcomes)
                .isLessThan(coordinated / 50);
    }

    private void replaceOne(int which) {
        Node old = nodes.getAndSet(which, open());
        old.close();
    }

    /** Until Redis is in contact again, what was lost is given back, and what limits remember has run out. */
    private void settle() {
        await().atMost(GONE).until(() -> keysThatMatter() == 0);
        for (int i = 0; i < 2; i++) {
            Node node = nodes.get(i);
            await().atMost(SOON).until(() -> node.coordinator().isRedisAvailable());
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(left(node)).as("seed %s", seed).isEmpty());
        }
        await().atMost(SOON).until(() -> keysThatMatter() == 0);
    }

    /** What a coordinator still holds in hand, but for what it listens to and has told. */
    private static Map<String, Integer> left(Node node) {
        Map<String, Integer> left = Tables.of(node.coordinator());
        left.keySet()
                .removeIf(name -> name.contains("listeners")
                        || name.contains("told")
                        || name.startsWith("WatchedShards")
                        || name.startsWith("Failovers"));
        left.values().removeIf(size -> size == 0);
        return left;
    }

    private Rest look() {
        int connections = String.valueOf(redis.command("CLIENT", "LIST")).split("\n").length;
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        System.gc();
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new Rest(heap, threads, connections, keysThatMatter());
    }

    private int keysThatMatter() {
        return Stream.of("lock", "readers", "queue", "nodes", "limit")
                .mapToInt(kind -> redis.keys("*:" + kind + ":*").size())
                .sum();
    }

    /** For ever, or for more than the hour of fencing tokens. */
    private @Nullable Object keysThatLastTooLong() {
        return redis.command(
                "EVAL",
                "local n = 0 for _, k in ipairs(redis.call('KEYS', '*')) do local t = redis.call('PTTL', k)"
                        + " if t == -1 or t > 3600000 then n = n + 1 end end return n",
                "0");
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
