package dev.lockstitch.redis.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.CoordinationInterruptedException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.config.Config;

/** Callers that are called off wherever they stand: told as it is declared, and nothing of them is left behind. */
class InterruptedAnywhereTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Limit ONE_AN_HOUR = Limit.of(1, Duration.ofHours(1));

    private RedisProcess redis;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void whileTheFirstContactIsAwaited() throws Exception {
        redis.freeze();
        try (Node node = Node.on(redis, Calm.settings("p"))) {
            interrupts(() -> node.coordinator().tryLock("k", LONG));
            interrupts(() -> node.coordinator().tryAcquire("k", ONE_AN_HOUR, 1));
            redis.thaw();
            leavesNothingLocked();
            await().atMost(SOON)
                    .until(() -> node.coordinator()
                                    .tryAcquire("k", ONE_AN_HOUR, 0)
                                    .limits()
                                    .get(0)
                                    .remaining()
                            == 1);
        }
    }

    @Test
    void whileAConnectionOfAFullPoolIsAwaited() throws Exception {
        Config config = new Config();
        config.useSingleServer()
                .setAddress(redis.url())
                .setConnectionPoolSize(10)
                .setConnectionMinimumIdleSize(10);
        try (Node node = Node.on(ConnectionSource.of(config), Calm.settings("p"))) {
            node.coordinator().tryLock("warm", LONG).orElseThrow().close();
            redis.freeze();
            List<Thread> busy = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String key = "busy" + i;
                busy.add(started(() -> node.coordinator().withLock(key, LONG, () -> null), new AtomicReference<>()));
            }
            busy.forEach(InterruptedAnywhereTest::awaitParked);
            interrupts(() -> node.coordinator().tryLock("k", LONG));
            redis.thaw();
            for (Thread each : busy) {
                each.join();
            }
            leavesNothingLocked();
        }
    }

    @Test
    void whileItWaitsInEachKindOfQueue() throws Exception {
        try (Node node = Calm.node(redis);
                Node other = Calm.node(redis)) {
            for (Node holder : List.of(node, other)) {
                HeldLock held = holder.coordinator().tryLock("k", Duration.ZERO).orElseThrow();
                for (Callers.Work wait : Interruptions.waits(node.coordinator(), "k")) {
                    interrupts(() -> wait.run(0));
                }
                held.close();
                leavesNothingLocked();
            }
        }
    }

    /** Its turn was to come in an hour: the next one may have it. */
    @Test
    void whileItWaitsForPermits() throws Exception {
        Limit limit = new Limit(1, Duration.ofHours(1), 1);
        try (Node node = Calm.node(redis)) {
            LimitRequest waits = LimitRequest.of("k", limit).waitTime(Duration.ofHours(3));
            assertThat(node.coordinator().tryAcquire(waits).granted()).isTrue();
            for (int i = 0; i < 3; i++) {
                interrupts(() -> node.coordinator().tryAcquire(waits));
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(node.coordinator()
                                        .tryAcquire(LimitRequest.of("k", limit))
                                        .retryAfter())
                                .isLessThanOrEqualTo(Duration.ofHours(1)));
            }
        }
    }

    /** The release is what must not be lost; the flag is still there when the caller goes on. */
    @Test
    void whileItGivesTheLockBack() throws Exception {
        try (Node node = Calm.node(redis)) {
            HeldLock held = node.coordinator().tryLock("k", LONG).orElseThrow();
            redis.freeze();
            AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
            AtomicReference<@Nullable Boolean> flag = new AtomicReference<>();
            Thread closer = started(
                    () -> {
                        held.close();
                        flag.set(Thread.currentThread().isInterrupted());
                    },
                    thrown);
            awaitParked(closer);
            closer.interrupt();
            redis.thaw();
            closer.join();
            assertThat(thrown.get()).isNull();
            assertThat(flag.get()).isTrue();
            leavesNothingLocked();
        }
    }

    /** Who joins a future is called off by itself; the lock comes to whoever else has the future. */
    @Test
    void whileAnotherThreadJoinsTheFuture() throws Exception {
        try (Node node = Calm.node(redis);
                Node other = Calm.node(redis)) {
            HeldLock held = other.coordinator().tryLock("k", Duration.ZERO).orElseThrow();
            var later = node.coordinator().tryLockAsync("k", LONG);
            AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
            Thread waiter = started(later::get, thrown);
            awaitParked(waiter);
            waiter.interrupt();
            waiter.join();
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            held.close();
            later.get().orElseThrow().close();
            leavesNothingLocked();
        }
    }

    @Test
    void wheneverItHappensNothingIsLeftLockedOrChargedAndNobodyIsStranded() throws Exception {
        long seed = Long.getLong("lockstitch.seed", ThreadLocalRandom.current().nextLong());
        try (Node one = Calm.node(redis);
                Node two = Calm.node(redis)) {
            Interruptions history = new Interruptions(List.of(one.coordinator(), two.coordinator()), seed);
            history.run(Integer.getInteger("lockstitch.interruptions", 1_500));
            assertThat(history.wrong()).as("-Dlockstitch.seed=%s", seed).isEmpty();
            leavesNothingLocked();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(history.charged(one.coordinator()))
                            .as("-Dlockstitch.seed=%s", seed)
                            .isEqualTo(history.taken()));
        }
    }

    private void leavesNothingLocked() {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(redis.keys("*:lock:*")).isEmpty();
            assertThat(redis.keys("*:queue:*")).isEmpty();
        });
    }

    private static void interrupts(Interruptible call) throws InterruptedException {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread caller = started(
                () -> {
                    try {
                        call.run();
                    } finally {
                        flag.complete(Thread.currentThread().isInterrupted());
                    }
                },
                thrown);
        awaitParked(caller);
        caller.interrupt();
        caller.join(SOON.toMillis());
        assertThat(caller.isAlive()).as("still waits").isFalse();
        assertThat(thrown.get()).isInstanceOf(CoordinationInterruptedException.class);
        assertThat(flag.join()).as("the flag is set").isTrue();
    }

    interface Interruptible {
        void run() throws Exception;
    }

    private static Thread started(Interruptible call, AtomicReference<@Nullable Throwable> thrown) {
        Thread thread = new Thread(() -> {
            try {
                call.run();
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        thread.start();
        return thread;
    }

    private static void awaitParked(Thread thread) {
        await().atMost(SOON).until(() -> switch (thread.getState()) {
            case WAITING, TIMED_WAITING, TERMINATED -> true;
            default -> false;
        });
    }
}
