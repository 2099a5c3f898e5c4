package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockEvent;
import dev.lockstitch.LockListener;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import dev.lockstitch.spi.ReactiveLocks;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The threads for bodies are taken, for as long as the test says; or there are none any more. */
class BusyExecutorTest {

    private static final Duration SHORT_LEASE = Duration.ofMillis(150);
    private static final LockRequest SHORT =
            LockRequest.of("k").waitTime(Duration.ofSeconds(20)).leaseTime(SHORT_LEASE);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<Boolean> bodies = new ConcurrentLinkedQueue<>();
    private RedisProcess redis;
    private Node busy;
    private Node other;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        busy = Node.on(redis, tasks::add);
        other = Node.on(redis);
        busy.coordinator().tryLock("warm", Duration.ZERO).orElseThrow().close();
    }

    @AfterEach
    void stop() {
        busy.close();
        other.close();
        redis.close();
    }

    private HeldLock held() {
        return other.coordinator().tryLock("k", Duration.ofSeconds(20)).orElseThrow();
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void noteBody() {
        bodies.add(HeldLock.current().orElseThrow().isHeld());
    }

    @Test
    void aStageDoesNotBeginOnALeaseThatEndedWhileItWaitedForAThread() {
        HeldLock first = held();
        CompletableFuture<Void> work = busy.coordinator().withLockAsync(SHORT, () -> {
            noteBody();
            return CompletableFuture.completedFuture(null);
        });
        assertBeginsOnALeaseOfItsOwn(first, work);
    }

    @Test
    void aMonoDoesNotBeginOnALeaseThatEndedWhileItWaitedForAThread() {
        HeldLock first = held();
        Mono<Void> work = ReactiveLocks.mono(busy.coordinator(), SHORT, () -> {
            noteBody();
            return Mono.empty();
        });
        assertBeginsOnALeaseOfItsOwn(first, work.toFuture());
    }

    private void assertBeginsOnALeaseOfItsOwn(HeldLock first, CompletableFuture<Void> work) {
        first.close();
        await().until(() -> tasks.size() == 1 && redis.keys("*:lock:{k}").isEmpty());
        HeldLock second = held();
        runTasks();
        assertThat(bodies).as("somebody else has it").isEmpty();
        assertThat(work).isNotDone();
        second.close();
        await().until(() -> {
            runTasks();
            return work.isDone();
        });
        assertThat(work).isCompleted();
        assertThat(bodies).containsExactly(true);
    }

    /** What runs there may wait for that very lock. */
    @Test
    void aLockIsGivenBackThoughNoThreadForBodiesIsFree() {
        CompletableFuture<String> inner = new CompletableFuture<>();
        CompletableFuture<String> work = busy.coordinator().withLockAsync("k", () -> inner);
        assertThat(redis.keys("*:lock:{k}")).hasSize(1);
        new FastThreadLocalThread(() -> inner.complete("done")).start();
        await().until(() -> redis.keys("*:lock:{k}").isEmpty());
        assertThat(work).as("its followers run where bodies do").isNotDone();
        await().until(() -> {
            runTasks();
            return work.isDone();
        });
        assertThat(work).isCompletedWithValue("done");
    }

    @Test
    void aLockThatIsCancelledAtTheLastMomentIsGivenBackThoughTheExecutorRejects() {
        Queue<CompletableFuture<LockOutcome>> asked = new ConcurrentLinkedQueue<>();
        LockListener cancelling = new LockListener() {
            @Override
            public void onAcquired(LockEvent lock, Duration waited) {
                asked.forEach(each -> each.cancel(false));
            }
        };
        try (Node rejecting = Node.on(
                redis,
                task -> {
                    throw new RejectedExecutionException("planned");
                },
                cancelling)) {
            HeldLock first = held();
            asked.add(rejecting.coordinator().lockAsync(SHORT.leaseTime(Duration.ofMinutes(5)), Duration.ZERO));
            await().until(() -> !redis.keys("*:queue:{k}").isEmpty());
            first.close();
            await().until(() -> asked.stream().allMatch(CompletableFuture::isDone));
            assertThat(asked).allMatch(CompletableFuture::isCancelled);
            await().until(() -> redis.keys("*:lock:{k}").isEmpty());
        }
    }

    @Test
    void aNestedCallIsToldToNobody() throws Exception {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        LockListener listener = new LockListener() {
            @Override
            public void onAcquired(LockEvent lock, Duration waited) {
                told.add("acquired");
            }

            @Override
            public void onReleased(LockEvent lock, Duration held) {
                told.add("released");
            }
        };
        try (Node node = Node.on(redis, Runnable::run, listener)) {
            node.coordinator().withLock("k", () -> node.coordinator().withLock("k", () -> told.add("inside")));
        }
        assertThat(told).containsExactly("acquired", "inside", "released");
    }
}
