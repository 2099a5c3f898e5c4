package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.CoordinationInterruptedException;
import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.DistributedLock;
import dev.lockstitch.HeldLock;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.OnContention;
import dev.lockstitch.spi.LockOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The table of outcomes for locks, row by row: what a plain method, one that skips, one with a fallback and one with a future give. */
// Bodies hand their futures to the advice.
@SuppressWarnings("FutureReturnValueIgnored")
class OutcomesTest {

    private static final LockOutcome CONTENDED = new LockOutcome.Contended(Duration.ofMillis(1500));

    private final CoordinationUnavailableException outage = new CoordinationUnavailableException("down", null);
    private final FakeCoordinator coordinator = new FakeCoordinator();

    @SuppressWarnings("unused")
    private static final class Shop {

        @DistributedLock(key = "k")
        String plain() {
            return "";
        }

        @DistributedLock(key = "k", onContention = OnContention.SKIP)
        Optional<String> skip() {
            return Optional.of("");
        }

        @DistributedLock(key = "k", fallback = "instead")
        String fallback() {
            return "";
        }

        String instead(CoordinationException e) {
            return "instead of " + e.getClass().getSimpleName();
        }

        @DistributedLock(key = "k")
        void interruptible() throws InterruptedException {}

        @DistributedLock(key = "k")
        CompletableFuture<String> future() {
            return new CompletableFuture<>();
        }

        @DistributedLock(key = "k", onContention = OnContention.SKIP)
        CompletableFuture<String> futureSkip() {
            return new CompletableFuture<>();
        }

        @DistributedLock(key = "k", fallback = "later")
        CompletableFuture<String> futureFallback() {
            return new CompletableFuture<>();
        }

        CompletableFuture<String> later(CoordinationException e) {
            return CompletableFuture.completedFuture(instead(e));
        }
    }

    private void outcome(LockOutcome outcome) {
        coordinator.onLock = request -> outcome;
        coordinator.onLockAsync = request -> CompletableFuture.completedFuture(outcome);
    }

    private @Nullable Object lock(String method, FakeCall call) throws Throwable {
        return new LockAdvice(coordinator.wiring()).run(LockPlanner.plan(FakeCall.method(Shop.class, method)), call);
    }

    @SuppressWarnings("unchecked")
    private CompletableFuture<Object> future(String method, FakeCall call) throws Throwable {
        return (CompletableFuture<Object>) Objects.requireNonNull(lock(method, call));
    }

    private static FakeCall body(Callable<? extends @Nullable Object> body) {
        return new FakeCall(new Shop(), body);
    }

    private static FakeCall never() {
        return body(() -> {
            throw new AssertionError("the body ran");
        });
    }

    private static @Nullable Throwable failure(CompletableFuture<?> future) {
        assertThat(future).isDone();
        return future.handle((value, failure) -> failure).join();
    }

    @Nested
    class ContendedUntilTheWaitTime {

        @Test
        void aPlainMethodThrows() {
            outcome(CONTENDED);
            assertThatThrownBy(() -> lock("plain", never())).isInstanceOf(LockNotAcquiredException.class);
        }

        @Test
        void underSkipItReturnsNothing() throws Throwable {
            outcome(CONTENDED);
            assertThat(lock("skip", never())).isEqualTo(Optional.empty());
        }

        @Test
        void aFallbackIsCalled() throws Throwable {
            outcome(CONTENDED);
            assertThat(lock("fallback", never())).isEqualTo("instead of LockNotAcquiredException");
        }

        @Test
        void aFutureFailsOrIsEmptyOrTheFallbacks() throws Throwable {
            outcome(CONTENDED);
            assertThat(failure(future("future", never()))).isInstanceOf(LockNotAcquiredException.class);
            assertThat(future("futureSkip", never())).isCompletedWithValue(null);
            assertThat(future("futureFallback", never())).isCompletedWithValue("instead of LockNotAcquiredException");
        }
    }

    /** The same when Redis refuses us: the coordinator has logged the difference. */
    @Nested
    class RedisCannotBeUsed {

        @Test
        void underProceedTheBodyRunsUnguarded() throws Throwable {
            outcome(new LockOutcome.Unguarded());
            for (String method : List.of("plain", "skip", "fallback")) {
                assertThat(lock(method, body(HeldLock::current))).isEqualTo(Optional.empty());
            }
            for (String method : List.of("future", "futureSkip", "futureFallback")) {
                FakeCall body = body(() -> CompletableFuture.completedFuture(HeldLock.current()));
                assertThat(future(method, body)).isCompletedWithValue(Optional.empty());
            }
        }

        @Test
        void underLocalTheBodyRunsUnderTheLockThatTheCoordinatorGives() throws Throwable {
            assertThat(lock("plain", body(() -> HeldLock.current().isPresent())))
                    .isEqualTo(true);
            assertThat(future(
                            "future",
                            body(() -> CompletableFuture.completedFuture(
                                    HeldLock.current().isPresent()))))
                    .isCompletedWithValue(true);
        }

        @Test
        void underSkipNothingIsReturned() throws Throwable {
            outcome(new LockOutcome.Skipped());
            assertThat(lock("plain", never())).isNull();
            assertThat(lock("skip", never())).isEqualTo(Optional.empty());
            assertThat(lock("fallback", never())).isNull();
            for (String method : List.of("future", "futureSkip", "futureFallback")) {
                assertThat(future(method, never())).isCompletedWithValue(null);
            }
        }

        @Test
        void underFailTheCoordinatorsExceptionComesOutOrGoesToTheFallback() throws Throwable {
            outcome(new LockOutcome.Unavailable(outage));
            assertThatThrownBy(() -> lock("plain", never())).isSameAs(outage);
            assertThatThrownBy(() -> lock("skip", never())).isSameAs(outage);
            assertThat(lock("fallback", never())).isEqualTo("instead of CoordinationUnavailableException");
            assertThat(failure(future("future", never()))).isSameAs(outage);
            assertThat(failure(future("futureSkip", never()))).isSameAs(outage);
            assertThat(future("futureFallback", never()))
                    .isCompletedWithValue("instead of CoordinationUnavailableException");
        }
    }

    @Nested
    class Interrupted {

        @Test
        void itIsThrownAsItIsWhereItIsDeclaredAndWrappedElsewhere() {
            coordinator.onLock = request -> {
                throw new InterruptedException();
            };
            assertThatThrownBy(() -> lock("interruptible", never())).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
            for (String method : List.of("plain", "skip", "fallback")) {
                assertThatThrownBy(() -> lock(method, never())).isInstanceOf(CoordinationInterruptedException.class);
                assertThat(Thread.interrupted()).isTrue();
            }
        }

        @Test
        void aFutureIsNotWaitedForAndTheFlagIsKept() throws Throwable {
            Thread.currentThread().interrupt();
            assertThat(future("future", body(() -> CompletableFuture.completedFuture("done"))))
                    .isCompletedWithValue("done");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Nested
    class TheBodyThrows {

        private final Exception thrown = new IOException("disk");

        @Test
        void exactlyThatComesOutAndTheBodyRanOnceUnderItsLock() {
            for (String method : List.of("plain", "skip", "fallback", "future", "futureSkip", "futureFallback")) {
                coordinator.events.clear();
                FakeCall body = body(() -> {
                    throw thrown;
                });
                assertThat(catchThrowable(() -> lock(method, body))).isSameAs(thrown);
                assertThat(body.runs).isEqualTo(1);
                assertThat(coordinator.events).containsExactly("lock k", "unlock k");
            }
        }

        @Test
        void aFutureFailsWithExactlyThat() throws Throwable {
            for (String method : List.of("future", "futureSkip", "futureFallback")) {
                coordinator.events.clear();
                FakeCall body = body(() -> CompletableFuture.failedFuture(thrown));
                assertThat(failure(future(method, body))).isSameAs(thrown);
                assertThat(body.runs).isEqualTo(1);
                assertThat(coordinator.events).containsExactly("lock k", "unlock k");
            }
        }
    }
}
