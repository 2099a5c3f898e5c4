package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.CoordinationInterruptedException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A thousand threads that cost next to nothing. Compiled for 17, and run where there are virtual threads. */
class VirtualThreadsTest {

    private static final int THREADS = 1000;
    private static final Duration LONG = Duration.ofMinutes(2);

    private RedisProcess redis;
    private Node node;
    private ExecutorService threads;

    @BeforeEach
    void start() throws ReflectiveOperationException {
        assumeThat(Runtime.version().feature())
                .as("virtual threads that synchronized blocks do not pin")
                .isGreaterThanOrEqualTo(24);
        threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        redis = RedisProcess.start();
        node = Node.on(redis);
        node.coordinator().tryLock("warm", Duration.ZERO).orElseThrow().close();
    }

    @AfterEach
    void stop() {
        if (threads != null) {
            threads.shutdownNow();
            node.close();
            redis.close();
        }
    }

    @Test
    void aThousandTakeTurnsOnOneKeyAndNoneGoesUnguarded() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger unguarded = new AtomicInteger();
        int[] count = new int[1];
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            all.add(threads.submit(() -> {
                try (HeldLock held = node.coordinator().tryLock("k", LONG).orElseThrow()) {
                    unguarded.addAndGet(held.isHeld() && inside.incrementAndGet() == 1 ? 0 : 1);
                    count[0]++;
                    inside.decrementAndGet();
                }
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        assertThat(count[0]).isEqualTo(THREADS);
        assertThat(unguarded).hasValue(0);
        assertThat(redis.keys("*:lock:*")).isEmpty();
    }

    @Test
    void thoseThatAreInterruptedLeaveTheOthersTheirTurn() throws Exception {
        AtomicInteger served = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        HeldLock first = node.coordinator().tryLock("k", Duration.ZERO).orElseThrow();
        for (int i = 0; i < THREADS; i++) {
            all.add(threads.submit(() -> {
                try (HeldLock held = node.coordinator().tryLock("k", LONG).orElseThrow()) {
                    served.addAndGet(held.isHeld() ? 1 : 0);
                }
            }));
        }
        for (int i = 0; i < THREADS; i += 2) {
            all.get(i).cancel(true);
        }
        first.close();
        for (int i = 1; i < THREADS; i += 2) {
            all.get(i).get();
        }
        assertThat(served.get()).isGreaterThanOrEqualTo(THREADS / 2);
        await().until(() ->
                redis.keys("*:lock:*").isEmpty() && redis.keys("*:queue:*").isEmpty());
    }

    @Test
    void aVirtualThreadKeepsItsFlagWhenItIsInterrupted() throws Exception {
        try (HeldLock first = node.coordinator().tryLock("k", Duration.ZERO).orElseThrow()) {
            Future<Boolean> waiter = threads.submit(() -> {
                Thread.currentThread().interrupt();
                try {
                    node.coordinator().tryLock("k", LONG);
                    return false;
                } catch (CoordinationInterruptedException e) {
                    return Thread.currentThread().isInterrupted();
                }
            });
            assertThat(get(waiter)).isTrue();
            assertThat(first.isHeld()).isTrue();
        }
    }

    private static boolean get(Future<Boolean> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
