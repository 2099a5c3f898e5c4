package dev.lockstitch.redis.hostile;

import static dev.lockstitch.redis.hostile.InterruptedCaller.SOON;
import static dev.lockstitch.redis.hostile.InterruptedCaller.interrupts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.LockEvent;
import dev.lockstitch.LockListener;
import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.config.Config;

/** Callers that are called off wherever they stand: told as it is declared, and nothing of them is left behind. */
class InterruptedAnywhereTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    /** By itself, for want of those who ask. */
    private static final Duration BEFORE_A_QUEUE_ENDS = Duration.ofSeconds(8);

    private static final Limit ONE_AN_HOUR = Limit.of(1, Duration.ofHours(1));

    private final AtomicInteger waiting = new AtomicInteger();
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
            leavesNothingCharged(node);
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
            List<InterruptedCaller> busy = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String key = "busy" + i;
                busy.add(InterruptedCaller.start(() -> node.coordinator().withLock(key, LONG, () -> null)));
            }
            busy.forEach(InterruptedCaller::awaitParked);
            interrupts(
                    () -> node.coordinator().tryLock("k", LONG), caller -> caller.isIn(Semaphore.class, "tryAcquire"));
            interrupts(() -> node.coordinator().tryAcquire("k", ONE_AN_HOUR, 1));
            redis.thaw();
            for (InterruptedCaller each : busy) {
                each.join();
                assertThat(each.thrown()).isNull();
            }
            leavesNothingLocked();
            leavesNothingCharged(node);
        }
    }

    @Test
    void whileItWaitsInTheQueueOfRedis() throws Exception {
        try (Node node = Calm.lasting(redis);
                Node other = Calm.lasting(redis)) {
            HeldLock held = other.coordinator().tryLock("k", Duration.ZERO).orElseThrow();
            for (Callers.Work wait : Interruptions.waits(node.coordinator(), "k")) {
                interrupts(() -> wait.run(0), caller -> !redis.keys("*:queue:*").isEmpty());
                await().atMost(BEFORE_A_QUEUE_ENDS)
                        .until(() -> redis.keys("*:queue:*").isEmpty());
            }
            held.close();
            leavesNothingLocked();
        }
    }

    @Test
    void whileItWaitsForAnotherOfItsNode() throws Exception {
        try (Node node = Calm.lasting(redis, countingWaits())) {
            HeldLock held = node.coordinator().tryLock("k", Duration.ZERO).orElseThrow();
            for (Callers.Work wait : Interruptions.waits(node.coordinator(), "k")) {
                waiting.set(0);
                interrupts(() -> wait.run(0), caller -> waiting.get() > 0);
            }
            held.close();
            leavesNothingLocked();
        }
    }

    /** Redis is gone, and the lock is one of this JVM alone. */
    @Test
    void whileItWaitsForAnotherOfItsJvmWithoutRedis() throws Exception {
        try (Node node = Node.on(redis, Calm.local(), countingWaits())) {
            node.coordinator().tryLock("warm", LONG).orElseThrow().close();
            redis.kill();
            HeldLock held = node.coordinator().tryLock("k", Duration.ZERO).orElseThrow();
            assertThat(node.coordinator().isRedisAvailable()).isFalse();
            for (Callers.Work wait : Interruptions.waits(node.coordinator(), "k")) {
                waiting.set(0);
                interrupts(() -> wait.run(0), caller -> waiting.get() > 0);
            }
            assertThat(node.coordinator().tryLock("k", Duration.ZERO)).isEmpty();
            held.close();
            for (String key : List.of("a", "k", "z")) {
                node.coordinator().tryLock(key, Duration.ZERO).orElseThrow().close();
            }
        }
    }

    private LockListener countingWaits() {
        return new LockListener() {
            @Override
            public void onWaiting(LockEvent lock) {
                waiting.incrementAndGet();
            }
        };
    }

    /** Its turn was to come in an hour: the next one may have it. */
    @Test
    void whileItWaitsForPermits() throws Exception {
        Limit limit = new Limit(1, Duration.ofHours(1), 1);
        try (Node node = Calm.lasting(redis)) {
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
        try (Node node = Calm.lasting(redis)) {
            HeldLock held = node.coordinator().tryLock("k", LONG).orElseThrow();
            redis.freeze();
            InterruptedCaller closer = InterruptedCaller.start(held::close).awaitParked();
            closer.interrupt();
            redis.thaw();
            closer.join();
            assertThat(closer.thrown()).isNull();
            assertThat(closer.isFlagSet()).isTrue();
            leavesNothingLocked();
        }
    }

    /** Who joins a future is called off by itself; the lock comes to whoever else has the future. */
    @Test
    void whileAnotherThreadJoinsTheFuture() throws Exception {
        try (Node node = Calm.lasting(redis);
                Node other = Calm.lasting(redis)) {
            HeldLock held = other.coordinator().tryLock("k", Duration.ZERO).orElseThrow();
            var later = node.coordinator().tryLockAsync("k", LONG);
            InterruptedCaller waiter = InterruptedCaller.start(later::get).awaitParked();
            waiter.interrupt();
            waiter.join();
            assertThat(waiter.thrown()).isInstanceOf(InterruptedException.class);
            held.close();
            later.get().orElseThrow().close();
            leavesNothingLocked();
        }
    }

    @Test
    void wheneverItHappensNothingIsLeftLockedOrChargedAndNobodyIsStranded() throws Exception {
        long seed = Long.getLong("lockstitch.seed", ThreadLocalRandom.current().nextLong());
        try (Node one = Calm.lasting(redis);
                Node two = Calm.lasting(redis)) {
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
            assertThat(redis.keys("*:readers:*")).isEmpty();
            assertThat(redis.keys("*:queue:*")).isEmpty();
        });
    }

    private static void leavesNothingCharged(Node node) {
        await().atMost(SOON)
                .until(() -> node.coordinator()
                                .tryAcquire("k", ONE_AN_HOUR, 0)
                                .limits()
                                .get(0)
                                .remaining()
                        == 1);
    }
}
