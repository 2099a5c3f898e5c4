package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.redis.testing.Logged;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long NEVER = TimeUnit.DAYS.toNanos(1);

    private final Deadlines deadlines = new Deadlines();
    private final AtomicInteger missed = new AtomicInteger();

    @AfterEach
    void end() {
        deadlines.close();
    }

    @Test
    void whatIsDoneInTimeIsNotMissed() {
        CompletableFuture<Void> late = new CompletableFuture<>();
        deadlines.expect(CompletableFuture.completedFuture(null), SOON, missed::incrementAndGet);
        deadlines.expect(late, SOON, () -> late.complete(null));
        assertThat(late).succeedsWithin(20, TimeUnit.SECONDS);
        assertThat(missed).hasValue(0);
    }

    /** An application may block all of it, which on a JDK 25 runs the timers of futures. */
    @Test
    void aBlockedCommonPoolHoldsNoDeadlineUp() {
        CountDownLatch end = new CountDownLatch(1);
        List<CompletableFuture<Void>> blockers = new ArrayList<>();
        for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism() + 2; i++) {
            blockers.add(CompletableFuture.runAsync(() -> awaitUninterruptibly(end)));
        }
        try {
            assertThat(deadlines.after(SOON)).succeedsWithin(20, TimeUnit.SECONDS);
        } finally {
            end.countDown();
        }
        blockers.forEach(CompletableFuture::join);
    }

    private static void awaitUninterruptibly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void oneThatFailsIsNotTheEndOfTheOthers() {
        CompletableFuture<Void> late = new CompletableFuture<>();
        try (Logged logged = new Logged()) {
            deadlines.expect(new CompletableFuture<>(), SOON, () -> {
                throw new IllegalStateException("planned");
            });
            deadlines.expect(late, SOON, () -> late.complete(null));
            assertThat(late).succeedsWithin(20, TimeUnit.SECONDS);
            assertThat(deadlines.after(SOON)).succeedsWithin(20, TimeUnit.SECONDS);
            assertThat(logged.errors()).singleElement().asString().contains("deadline failed");
        }
    }

    @Test
    void closingMissesAllThatIsAwaitedAndAllThatComes() {
        deadlines.expect(new CompletableFuture<>(), NEVER, missed::incrementAndGet);
        CompletableFuture<Void> after = deadlines.after(NEVER);
        deadlines.close();
        assertThat(missed).hasValue(1);
        assertThat(after).isDone();
        assertThat(deadlines.after(NEVER)).isDone();
    }

    @Test
    void itsThreadEndsWithIt() {
        assertThat(deadlines.after(SOON)).succeedsWithin(20, TimeUnit.SECONDS);
        deadlines.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("lockstitch-deadlines")));
    }
}
