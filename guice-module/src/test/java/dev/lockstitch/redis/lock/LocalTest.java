package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockEvent;
import dev.lockstitch.LockListener;
import dev.lockstitch.LockMode;
import dev.lockstitch.LockScope;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Coordinating inside this JVM while Redis cannot be used, and the passages there and back. */
class LocalTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicInteger waiting = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private RedisProcess redis;
    private Node node;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        node = Node.on(redis, CoordinatorSettings.DEFAULTS, new LockListener() {
            @Override
            public void onWaiting(LockEvent lock) {
                waiting.incrementAndGet();
            }
        });
        node.coordinator().tryLock("warm", AT_ONCE).orElseThrow().close();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        node.close();
        redis.close();
    }

    @Test
    void aKeyExcludesWithinTheJvmWhileRedisIsAway() {
        redis.kill();
        HeldLock held = take(LockMode.EXCLUSIVE);
        assertThat(ask(LockMode.EXCLUSIVE, AT_ONCE)).isInstanceOf(LockOutcome.Contended.class);
        assertThat(ask(LockMode.SHARED, AT_ONCE)).isInstanceOf(LockOutcome.Contended.class);
        held.close();
        HeldLock first = take(LockMode.SHARED);
        HeldLock second = take(LockMode.SHARED);
        assertThat(ask(LockMode.EXCLUSIVE, AT_ONCE)).isInstanceOf(LockOutcome.Contended.class);
        first.close();
        second.close();
        take(LockMode.EXCLUSIVE).close();
    }

    @Test
    void aHoldWithoutRedisSaysSo() {
        redis.kill();
        HeldLock held = take(LockMode.EXCLUSIVE);
        assertThat(held.isHeld()).isTrue();
        assertThatThrownBy(held::fencingToken)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"k\"");
        assertThatThrownBy(held::token).isInstanceOf(IllegalStateException.class);
        try (LockScope scope = LockScope.open(held)) {
            assertThat(ask(LockMode.SHARED, AT_ONCE, true)).isInstanceOf(LockOutcome.Granted.class);
        }
        held.close();
        assertThat(held.isHeld()).isFalse();
    }

    @Test
    void aHoldFromBeforeTheOutageStillExcludesWithinTheJvm() {
        HeldLock before = take(LockMode.EXCLUSIVE);
        redis.kill();
        assertThat(ask(LockMode.EXCLUSIVE, Duration.ofMillis(700))).isInstanceOf(LockOutcome.Contended.class);
        CompletableFuture<LockOutcome> next = waiter(LockMode.EXCLUSIVE);
        CompletableFuture<LockOutcome> reader = waiter(LockMode.SHARED);
        before.close();
        HeldLock first =
                ((LockOutcome.Granted) CompletableFuture.anyOf(next, reader).join()).lock();
        assertThat(next.isDone() && reader.isDone()).isFalse();
        first.close();
        CompletableFuture.allOf(next, reader).join();
    }

    @Test
    void whoComesWhenRedisIsBackWaitsForAHoldThatBeganWithoutIt() {
        redis.kill();
        HeldLock local = take(LockMode.EXCLUSIVE);
        redis.restart();
        await().until(() -> node.coordinator().isRedisAvailable());
        for (LockMode mode : LockMode.values()) {
            assertThat(ask(mode, AT_ONCE)).isInstanceOf(LockOutcome.Contended.class);
        }
        CompletableFuture<LockOutcome> next = waiter(LockMode.EXCLUSIVE);
        local.close();
        HeldLock held = ((LockOutcome.Granted) next.join()).lock();
        assertThat(held.fencingToken()).isPositive();
        held.close();
    }

    @Test
    void whatAnEmptyRedisGrantsAgainWaitsForTheHoldOfThisJvm() {
        HeldLock held = take(LockMode.EXCLUSIVE);
        redis.command("FLUSHALL");
        assertThat(ask(LockMode.EXCLUSIVE, Duration.ofMillis(300), true, false))
                .isInstanceOf(LockOutcome.Contended.class);
        CompletableFuture<LockOutcome> next = waiter(LockMode.SHARED);
        held.close();
        assertThat(next.join()).isInstanceOf(LockOutcome.Granted.class);
        ((LockOutcome.Granted) next.join()).lock().close();
    }

    /** Redis comes and goes under load of all kinds of callers; no two that exclude each other are ever inside at once. */
    @Test
    void thePassagesThereAndBackLeaveNoGapInsideTheJvm() {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        AtomicInteger locally = new AtomicInteger();
        AtomicInteger coordinated = new AtomicInteger();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            boolean fair = i % 3 == 0;
            LockMode mode = i % 3 == 1 ? LockMode.SHARED : LockMode.EXCLUSIVE;
            all.add(CompletableFuture.runAsync(
                    () -> {
                        while (!stop.get()) {
                            if (ask(mode, LONG, fair, false) instanceof LockOutcome.Granted granted) {
                                (isLocal(granted.lock()) ? locally : coordinated).incrementAndGet();
                                int step = mode == LockMode.SHARED ? 1 : 1000;
                                int now = inside.addAndGet(step);
                                boolean alone = mode == LockMode.SHARED ? now < 1000 : now == 1000;
                                Thread.onSpinWait();
                                overlaps.addAndGet(alone ? 0 : 1);
                                inside.addAndGet(-step);
                                granted.lock().close();
                            }
                        }
                    },
                    threads));
        }
        for (int i = 0; i < 4; i++) {
            int before = coordinated.get();
            await().until(() ->
                    coordinated.get() > before + ThreadLocalRandom.current().nextInt(200));
            redis.kill();
            int without = locally.get();
            await().until(() ->
                    locally.get() > without + ThreadLocalRandom.current().nextInt(200));
            redis.restart();
        }
        stop.set(true);
        all.forEach(CompletableFuture::join);
        assertThat(overlaps).hasValue(0);
    }

    private static boolean isLocal(HeldLock lock) {
        return lock instanceof LocalLock;
    }

    private CompletableFuture<LockOutcome> waiter(LockMode mode) {
        int before = waiting.get();
        CompletableFuture<LockOutcome> waiter = CompletableFuture.supplyAsync(() -> ask(mode, LONG), threads);
        await().until(() -> waiting.get() > before);
        return waiter;
    }

    private HeldLock take(LockMode mode) {
        return ((LockOutcome.Granted) ask(mode, AT_ONCE)).lock();
    }

    private LockOutcome ask(LockMode mode, Duration wait) {
        return ask(mode, wait, false, false);
    }

    private LockOutcome ask(LockMode mode, Duration wait, boolean reentrant) {
        return ask(mode, wait, false, reentrant);
    }

    private LockOutcome ask(LockMode mode, Duration wait, boolean fair, boolean reentrant) {
        LockRequest request = new LockRequest(
                "", List.of("k"), mode, fair, wait, null, Duration.ZERO, OnUnavailable.LOCAL, reentrant);
        try {
            return node.coordinator().lock(request);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
