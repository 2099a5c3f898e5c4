package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.HeldLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Methods whose results come later. */
class LaterTest extends ShopTest {

    private final AtomicReference<Thread> bodyRanOn = new AtomicReference<>();

    @Test
    void aCallWhoseLockIsFreeRunsOnTheCallersThread() {
        noteThread();

        // On a busy machine the answer of Redis may take longer than the caller waits for it.
        until(() -> {
            deliveries().deliver("1").join();
            return bodyRanOn.get() == Thread.currentThread();
        });
    }

    @Test
    void aCallThatHasToWaitHoldsUpNobodyAndRunsOnTheExecutor() throws Exception {
        noteThread();
        HeldLock elsewhere = elsewhere("delivery:1");

        CompletableFuture<String> delivered = deliveries().deliver("1");

        assertThat(delivered).isNotDone();
        assertThat(ledger.lines()).isEmpty();
        elsewhere.close();
        await(delivered);
        assertThat(bodyRanOn.get()).isNotSameAs(Thread.currentThread());
        assertThat(bodyRanOn.get().getName()).doesNotContain("redisson", "netty");
    }

    @Test
    void theLockIsHeldUntilTheFutureIsComplete() throws Exception {
        CompletableFuture<String> written = ledger.holdUp();

        CompletableFuture<String> delivered = deliveries().deliver("1");

        until(() -> !ledger.lines().isEmpty());
        assertThat(coordinator().tryLock("delivery:1", Duration.ZERO)).isEmpty();
        written.complete("done");
        await(delivered);
        assertThat(delivered).isCompletedWithValue("done");
        elsewhere("delivery:1").close();
    }

    @Test
    void aCallThatIsCancelledBeforeItsTurnNeverRuns() {
        HeldLock elsewhere = elsewhere("delivery:1");
        CompletableFuture<String> delivered = deliveries().deliver("1");

        delivered.cancel(true);

        elsewhere.close();
        elsewhere("delivery:1").close();
        assertThat(ledger.lines()).isEmpty();
    }

    @Test
    void aMonoTakesItsLockOnEachSubscription() {
        Mono<String> tracked = deliveries().track("1");
        assertThat(ledger.lines()).isEmpty();

        for (int i = 0; i < 2; i++) {
            assertThat(tracked.block(Duration.ofSeconds(30))).isEqualTo("written");
        }

        assertThat(ledger.lines())
                .hasSize(2)
                .doesNotHaveDuplicates()
                .isSorted()
                .allMatch(line -> line.startsWith("tracked 1 as "));
    }

    @Test
    void aBodyInCodeHoldsItsLockUntilItsFutureIsComplete() throws Exception {
        CompletableFuture<String> written = ledger.holdUp();

        CompletableFuture<String> report = injector.getInstance(Reports.class).yearly("2026");

        until(() -> !ledger.lines().isEmpty());
        assertThat(coordinator().tryLock("report:2026", Duration.ZERO)).isEmpty();
        written.complete("done");
        await(report);
        assertThat(report).isCompletedWithValue("done");
        elsewhere("report:2026").close();
    }

    private void noteThread() {
        ledger.meanwhile(() -> bodyRanOn.set(Thread.currentThread()));
    }

    private HeldLock elsewhere(String key) {
        return coordinator().tryLock(key, Duration.ofSeconds(20)).orElseThrow();
    }

    private Deliveries deliveries() {
        return injector.getInstance(Deliveries.class);
    }
}
