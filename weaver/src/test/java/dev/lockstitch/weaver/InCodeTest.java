package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.LockMode;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import dev.lockstitch.spi.ReactiveLocks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the coordinator's own methods make of a request and its outcome. */
// What becomes of the futures is seen in the events.
@SuppressWarnings("FutureReturnValueIgnored")
class InCodeTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final LockRequest REQUEST = LockRequest.of("a", "b", "a");

    private final FakeCoordinator coordinator = new FakeCoordinator();

    private void outcome(LockOutcome outcome) {
        coordinator.onLock = request -> outcome;
        coordinator.onLockAsync = request -> CompletableFuture.completedFuture(outcome);
    }

    @Test
    void aRequestSaysAllThatAnAnnotationCan() {
        assertThat(LockRequest.of("a", "b", "a")
                        .name("n")
                        .shared()
                        .fair(true)
                        .waitTime(SECOND)
                        .leaseTime(SECOND)
                        .minHoldTime(SECOND)
                        .onUnavailable(OnUnavailable.LOCAL)
                        .reentrant(true))
                .isEqualTo(new LockRequest(
                        "n",
                        List.of("a", "b"),
                        LockMode.SHARED,
                        true,
                        SECOND,
                        SECOND,
                        SECOND,
                        OnUnavailable.LOCAL,
                        true));
        assertThat(LockRequest.of("a")).isEqualTo(LockRequest.of("b").key("a")).isNotEqualTo(LockRequest.of("b"));
        assertThat(LockRequest.of("a").waitTime()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whatIsOutOfBoundsIsRefused() {
        LockRequest request = LockRequest.of("a");
        assertThatIllegalArgumentException().isThrownBy(() -> LockRequest.of(""));
        assertThatIllegalArgumentException().isThrownBy(() -> LockRequest.of("a", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> request.keys(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.waitTime(SECOND.negated()))
                .withMessage(
                        "waitTime = PT-1S is not within 0 ms to 365 days; say how long to wait, or zero to try once");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.leaseTime(Duration.ofMillis(9)))
                .withMessage(
                        "leaseTime = PT0.009S is not within 10 ms to 365 days; give it longer than the work may take, or no lease");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.leaseTime(SECOND).minHoldTime(SECOND.plusMillis(1)))
                .withMessage(
                        "leaseTime = PT1S is shorter than minHoldTime = PT1.001S; give a longer lease or a shorter minHoldTime,"
                                + " or no lease to have it renewed");
    }

    @Test
    void withLockEntersAgainAndTryLockDoesNot() throws Exception {
        coordinator.withLock(REQUEST, () -> "");
        coordinator.tryLock(REQUEST.reentrant(true)).orElseThrow().close();
        coordinator.tryLockAsync("a", SECOND, SECOND).join().orElseThrow().close();
        coordinator
                .withLockAsync("a", () -> CompletableFuture.completedFuture(""))
                .join();

        assertThat(coordinator.locks)
                .containsExactly(
                        REQUEST.reentrant(true),
                        REQUEST,
                        LockRequest.of("a").waitTime(SECOND).leaseTime(SECOND),
                        LockRequest.of("a"));
        assertThat(coordinator.lingers).containsExactly(Duration.ZERO, Duration.ofMillis(20));
    }

    @Test
    void contentionIsEmptyForTryLockAndAFailureForABody() {
        outcome(new LockOutcome.Contended(SECOND));

        assertThat(coordinator.tryLock(REQUEST)).isEmpty();
        assertThat(coordinator.tryLockAsync(REQUEST)).isCompletedWithValue(Optional.empty());
        assertThat(ReactiveLocks.tryLock(coordinator, REQUEST).blockOptional()).isEmpty();
        assertThatThrownBy(() -> coordinator.withLock(REQUEST, () -> ""))
                .isInstanceOf(LockNotAcquiredException.class)
                .hasMessageStartingWith("Lock \"a\", \"b\" was held by someone else for all of 1000 ms");
        assertThatThrownBy(coordinator.withLockAsync(REQUEST, CompletableFuture::new)::join)
                .hasCauseInstanceOf(LockNotAcquiredException.class);
        assertThatThrownBy(() ->
                        ReactiveLocks.mono(coordinator, REQUEST, Mono::empty).block())
                .isInstanceOf(LockNotAcquiredException.class);
    }

    @Test
    void anOutageIsAnUnguardedLockOrAFailureAndNeverEmpty() {
        outcome(new LockOutcome.Unguarded());
        assertThat(coordinator.tryLockAsync(REQUEST).join().orElseThrow().isHeld())
                .isFalse();

        outcome(new LockOutcome.Skipped());
        assertThatThrownBy(coordinator.tryLockAsync(REQUEST)::join)
                .hasCauseInstanceOf(CoordinationUnavailableException.class);
        assertThatThrownBy(() -> coordinator.tryLock(REQUEST)).isInstanceOf(CoordinationUnavailableException.class);
    }

    @Test
    void aLockThatNobodyTakesIsGivenBack() {
        CompletableFuture<LockOutcome> answer = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                return false;
            }
        };
        coordinator.onLockAsync = request -> answer;

        assertThat(coordinator.tryLockAsync(REQUEST).cancel(true)).isTrue();
        ReactiveLocks.tryLock(coordinator, REQUEST).subscribe().dispose();
        answer.complete(new LockOutcome.Granted(new FakeLock("a", coordinator.events)));

        assertThat(coordinator.events).containsExactly("lock a", "lock a", "unlock a", "unlock a");
    }

    @Test
    void toCancelWithdrawsTheRequest() {
        CompletableFuture<LockOutcome> answer = new CompletableFuture<>();
        coordinator.onLockAsync = request -> answer;

        assertThat(coordinator.tryLockAsync(REQUEST).cancel(true)).isTrue();

        assertThat(answer).isCancelled();
    }

    @Test
    void aBodyInCodeRunsUnderItsLockWhateverItReturns() throws Exception {
        assertThat(coordinator.withLock(
                        REQUEST, () -> HeldLock.current().orElseThrow().key()))
                .isEqualTo("a");
        assertThat(coordinator.withLockAsync(
                        "b",
                        () -> CompletableFuture.completedFuture(
                                HeldLock.current().orElseThrow().key())))
                .isCompletedWithValue("b");
        assertThat(ReactiveLocks.flux(
                                coordinator,
                                LockRequest.of("c"),
                                () -> Flux.just(HeldLock.current().orElseThrow().key()))
                        .blockLast())
                .isEqualTo("c");
        assertThat(coordinator.<String>withLockAsync("d", () -> null)).isCompletedWithValue(null);

        assertThat(coordinator.events)
                .containsExactly(
                        "lock a", "unlock a", "lock b", "unlock b", "lock c", "unlock c", "lock d", "unlock d");
    }
}
