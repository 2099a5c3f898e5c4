package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.CoordinationInterruptedException;
import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.OnLimit;
import dev.lockstitch.RateLimitExceededException;
import dev.lockstitch.RateLimited;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The table of outcomes for limits, row by row, as {@link OutcomesTest} has it for locks. */
// Bodies hand their futures to the advice.
@SuppressWarnings("FutureReturnValueIgnored")
class LimitOutcomesTest {

    private static final List<String> PLAIN = List.of("plain", "skip", "fallback");
    private static final List<String> FUTURES = List.of("future", "futureSkip", "futureFallback");

    private final CoordinationUnavailableException outage = new CoordinationUnavailableException("down", null);
    private final FakeCoordinator coordinator = new FakeCoordinator();

    @SuppressWarnings("unused")
    private static final class Shop {

        @RateLimited(key = "k", permits = 1)
        String plain() {
            return "";
        }

        @RateLimited(key = "k", permits = 1, onLimit = OnLimit.SKIP)
        Optional<String> skip() {
            return Optional.of("");
        }

        @RateLimited(key = "k", permits = 1, fallback = "instead")
        String fallback() {
            return "";
        }

        String instead(CoordinationException e) {
            return "instead of " + e.getClass().getSimpleName();
        }

        @RateLimited(key = "k", permits = 1)
        void interruptible() throws InterruptedException {}

        @RateLimited(key = "k", permits = 1)
        CompletableFuture<String> future() {
            return new CompletableFuture<>();
        }

        @RateLimited(key = "k", permits = 1, onLimit = OnLimit.SKIP)
        CompletableFuture<String> futureSkip() {
            return new CompletableFuture<>();
        }

        @RateLimited(key = "k", permits = 1, fallback = "later")
        CompletableFuture<String> futureFallback() {
            return new CompletableFuture<>();
        }

        CompletableFuture<String> later(CoordinationException e) {
            return CompletableFuture.completedFuture(instead(e));
        }
    }

    private void outcome(Function<LimitRequest, LimitOutcome> outcome) {
        coordinator.onLimit = outcome::apply;
        coordinator.onLimitAsync = request -> CompletableFuture.completedFuture(outcome.apply(request));
    }

    private void reject() {
        outcome(request -> new LimitOutcome.Decided(FakeDecision.rejected(request, 0, Duration.ofSeconds(1))));
    }

    private @Nullable Object limit(String method, FakeCall call) throws Throwable {
        LimitPlanner planner = new LimitPlanner(new LimitNames());
        return new LimitAdvice(coordinator.wiring()).run(planner.plan(FakeCall.method(Shop.class, method)), call);
    }

    @SuppressWarnings("unchecked")
    private CompletableFuture<Object> future(String method, FakeCall call) throws Throwable {
        return (CompletableFuture<Object>) Objects.requireNonNull(limit(method, call));
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
    class WithinTheLimit {

        @Test
        void theBodyRunsOnceAndItsVeryResultComesOut() throws Throwable {
            for (String method : PLAIN) {
                FakeCall body = body(() -> "done");
                assertThat(limit(method, body)).isEqualTo("done");
                assertThat(body.runs).isEqualTo(1);
            }
            for (String method : FUTURES) {
                CompletableFuture<Object> own = new CompletableFuture<>();
                FakeCall body = body(() -> own);
                assertThat(limit(method, body)).isSameAs(own);
                assertThat(body.runs).isEqualTo(1);
            }
            assertThat(limit("future", body(() -> null))).isNull();
            assertThat(coordinator.refunded).isEmpty();
        }
    }

    @Nested
    class OverTheLimit {

        @Test
        void aPlainMethodThrowsOneThatSkipsIsEmptyAndAFallbackIsCalled() throws Throwable {
            reject();
            assertThatThrownBy(() -> limit("plain", never())).isInstanceOf(RateLimitExceededException.class);
            assertThat(limit("skip", never())).isEqualTo(Optional.empty());
            assertThat(limit("fallback", never())).isEqualTo("instead of RateLimitExceededException");
        }

        @Test
        void aFutureFailsOrIsEmptyOrTheFallbacks() throws Throwable {
            reject();
            assertThat(failure(future("future", never()))).isInstanceOf(RateLimitExceededException.class);
            assertThat(future("futureSkip", never())).isCompletedWithValue(null);
            assertThat(future("futureFallback", never())).isCompletedWithValue("instead of RateLimitExceededException");
        }
    }

    /** The same when Redis refuses us: the coordinator has logged the difference. */
    @Nested
    class RedisCannotBeUsed {

        @Test
        void underProceedTheBodyRuns() throws Throwable {
            outcome(request -> new LimitOutcome.Unguarded(FakeDecision.granted(request)));
            for (String method : PLAIN) {
                assertThat(limit(method, body(() -> "done"))).isEqualTo("done");
            }
            for (String method : FUTURES) {
                assertThat(future(method, body(() -> CompletableFuture.completedFuture("done"))))
                        .isCompletedWithValue("done");
            }
        }

        @Test
        void underSkipNothingIsReturned() throws Throwable {
            outcome(request -> new LimitOutcome.Skipped());
            assertThat(limit("plain", never())).isNull();
            assertThat(limit("skip", never())).isEqualTo(Optional.empty());
            assertThat(limit("fallback", never())).isNull();
            for (String method : FUTURES) {
                assertThat(future(method, never())).isCompletedWithValue(null);
            }
        }

        @Test
        void underFailTheCoordinatorsExceptionComesOutOrGoesToTheFallback() throws Throwable {
            outcome(request -> new LimitOutcome.Unavailable(outage));
            assertThatThrownBy(() -> limit("plain", never())).isSameAs(outage);
            assertThatThrownBy(() -> limit("skip", never())).isSameAs(outage);
            assertThat(limit("fallback", never())).isEqualTo("instead of CoordinationUnavailableException");
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
            coordinator.onLimit = request -> {
                throw new InterruptedException();
            };
            assertThatThrownBy(() -> limit("interruptible", never())).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
            for (String method : PLAIN) {
                assertThatThrownBy(() -> limit(method, never())).isInstanceOf(CoordinationInterruptedException.class);
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
        void exactlyThatComesOutAndTheBodyRanOnce() throws Throwable {
            for (String method : List.of("plain", "skip", "fallback", "future", "futureSkip", "futureFallback")) {
                FakeCall body = body(() -> {
                    throw thrown;
                });
                assertThat(catchThrowable(() -> limit(method, body))).isSameAs(thrown);
                assertThat(body.runs).isEqualTo(1);
            }
            for (String method : FUTURES) {
                FakeCall body = body(() -> CompletableFuture.failedFuture(thrown));
                assertThat(failure(future(method, body))).isSameAs(thrown);
                assertThat(body.runs).isEqualTo(1);
            }
            assertThat(coordinator.refunded).isEmpty();
        }
    }
}
