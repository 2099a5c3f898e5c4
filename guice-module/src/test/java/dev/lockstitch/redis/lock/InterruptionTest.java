package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.CoordinationInterruptedException;
import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.LockEvent;
import dev.lockstitch.LockListener;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers that are called off. */
final class InterruptionTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(30);

    private RedisProcess redis;
    private Node node;
    private final AtomicInteger waiting = new AtomicInteger();

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
        node.close();
        redis.close();
    }

    @Test
    void aFlagSetBeforehandIsAnInterruptionAndStaysSet() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> node.coordinator().tryLock("k", AT_ONCE))
                .isInstanceOf(CoordinationInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertNothingIsLocked();
    }

    @Test
    void aWaitingCallerIsInterruptedAndNothingIsLeftLocked() throws Exception {
        try (Node other = Node.on(redis)) {
            interruptsAWaiter(other, () -> !redis.keys("*:queue:*").isEmpty());
        }
    }

    @Test
    void aCallerThatWaitsForAnotherOfItsJvmIsInterruptedAndNothingIsLeftLocked() throws Exception {
        interruptsAWaiter(node, () -> waiting.get() > 0);
    }

    private void interruptsAWaiter(Node holder, Callable<Boolean> waits) throws Exception {
        HeldLock held = holder.coordinator().tryLock("k", AT_ONCE).orElseThrow();
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        AtomicReference<@Nullable Boolean> flag = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            try {
                node.coordinator().tryLock("k", LONG);
            } catch (RuntimeException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        waiter.start();
        await().until(waits);
        waiter.interrupt();
        waiter.join();
        assertThat(thrown.get()).isInstanceOf(CoordinationInterruptedException.class);
        assertThat(flag.get()).isTrue();
        held.close();
        assertNothingIsLocked();
    }

    @Test
    void anInterruptionWhileRedisIsAskedLeavesNothingLocked() throws Exception {
        redis.freeze();
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread asker = new Thread(() -> {
            try {
                node.coordinator().tryLock("k", LONG);
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        asker.start();
        await().until(() -> asker.getState() == Thread.State.TIMED_WAITING);
        asker.interrupt();
        asker.join();
        redis.thaw();
        assertThat(thrown.get()).isInstanceOf(CoordinationInterruptedException.class);
        assertNothingIsLocked();
    }

    @Test
    void aCoordinatorThatClosesGivesBackWhatAnInterruptedCallerMayHaveLocked() throws Exception {
        redis.freeze();
        Thread asker = new Thread(() -> {
            try {
                node.coordinator().tryLock("k", LONG);
            } catch (CoordinationInterruptedException e) {
                // As it should be; what is left behind is looked at below.
            }
        });
        asker.start();
        await().until(() -> asker.getState() == Thread.State.TIMED_WAITING);
        asker.interrupt();
        asker.join();
        redis.thaw();
        node.close();
        assertThat(redis.keys("*:lock:*")).isEmpty();
    }

    @Test
    void aBodyThatLeavesTheFlagSetGivesItsLockBackAllTheSame() throws Exception {
        boolean flag = node.coordinator().withLock("k", () -> {
            Thread.currentThread().interrupt();
            return true;
        });
        assertThat(flag).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertNothingIsLocked();
    }

    @Test
    void whoWaitsWhenTheCoordinatorClosesIsToldAndDoesNotEnter() {
        try (Node other = Node.on(redis)) {
            HeldLock held = other.coordinator().tryLock("k", AT_ONCE).orElseThrow();
            CompletableFuture<HeldLock> waiter = CompletableFuture.supplyAsync(
                    () -> node.coordinator().tryLock("k", LONG).orElseThrow());
            await().until(() -> !redis.keys("*:queue:*").isEmpty());
            node.close();
            assertThatThrownBy(waiter::join).hasCauseInstanceOf(CoordinationUnavailableException.class);
            held.close();
        }
    }

    private void assertNothingIsLocked() {
        await().atMost(Duration.ofSeconds(8)).until(() -> redis.keys("*:lock:*").isEmpty());
    }
}
