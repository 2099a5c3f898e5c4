package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.SettableFuture;
import dev.lockstitch.InvalidKeyException;
import dev.lockstitch.RateLimitExceededException;
import dev.lockstitch.RateLimited;
import dev.lockstitch.spi.LimitOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

// Bodies hand their futures to the advice.
@SuppressWarnings("FutureReturnValueIgnored")
class LimitedStageTest {

    private final FakeCoordinator coordinator = new FakeCoordinator();
    private final CompletableFuture<LimitOutcome> answer = new CompletableFuture<>();
    private final CompletableFuture<Object> work = new CompletableFuture<>();

    @SuppressWarnings("unused")
    private static final class Shop {
        @RateLimited(key = "{0}", permits = 1)
        CompletionStage<Object> pay(String key) {
            return new CompletableFuture<>();
        }

        @RateLimited(key = "k", permits = 1, cost = "{0}")
        CompletableFuture<Object> cost(String key) {
            return new CompletableFuture<>();
        }

        @RateLimited(key = "k", permits = 1)
        ListenableFuture<Object> listenable(String key) {
            return Futures.immediateFuture("");
        }
    }

    private @Nullable Object call(String method, FakeCall call) throws Throwable {
        LimitPlan plan = new LimitPlanner(new LimitNames()).plan(FakeCall.method(Shop.class, method));
        return new LimitAdvice(coordinator.wiring()).run(plan, call);
    }

    @SuppressWarnings("unchecked")
    private CompletableFuture<Object> future(FakeCall call) throws Throwable {
        return (CompletableFuture<Object>) Objects.requireNonNull(call("pay", call));
    }

    private FakeCall body(Callable<? extends @Nullable Object> body) {
        return new FakeCall(
                new Shop(),
                () -> {
                    coordinator.events.add("body");
                    return body.call();
                },
                "k");
    }

    private void permitsComeLater() {
        coordinator.onLimitAsync = request -> answer;
    }

    private boolean grant() {
        return answer.complete(new LimitOutcome.Decided(FakeDecision.granted(coordinator.limits.get(0))));
    }

    @Test
    void aBodyThatMayBeginAtOnceRunsOnTheCallersThread() throws Throwable {
        Thread[] ran = new Thread[1];
        future(body(() -> {
            ran[0] = Thread.currentThread();
            return work;
        }));

        assertThat(ran).containsExactly(Thread.currentThread());
        assertThat(coordinator.lingers).containsExactly(Duration.ofMillis(20));
    }

    @Test
    void aThreadThatMustNotBlockDoesNotLinger() {
        CompletableFuture.runAsync(
                        () -> {
                            try {
                                future(body(() -> work));
                            } catch (Throwable e) {
                                throw new AssertionError(e);
                            }
                        },
                        task -> Schedulers.parallel().schedule(task))
                .join();

        assertThat(coordinator.lingers).containsExactly(Duration.ZERO);
    }

    @Test
    void aBodyThatHadToWaitRunsWhereTheDecisionCompletes() throws Throwable {
        permitsComeLater();
        CompletableFuture<Object> result = future(body(() -> work));
        assertThat(coordinator.events).containsExactly("limit k");

        grant();
        assertThat(coordinator.events).containsExactly("limit k", "body");
        assertThat(result).isNotDone();
        work.complete("receipt");

        assertThat(result).isCompletedWithValue("receipt");
        assertThat(coordinator.refunded).isEmpty();
    }

    @Test
    void aRejectionThatComesLaterFailsTheResult() throws Throwable {
        permitsComeLater();
        CompletableFuture<Object> result = future(body(() -> work));
        answer.complete(new LimitOutcome.Decided(FakeDecision.rejected(coordinator.limits.get(0), 0, Duration.ZERO)));

        assertThatThrownBy(result::join).hasCauseInstanceOf(RateLimitExceededException.class);
        assertThat(coordinator.events).containsExactly("limit k");
    }

    @Test
    void whatALaterBodyThrowsFailsTheResultAndNullIsANullResult() throws Throwable {
        IOException thrown = new IOException();
        permitsComeLater();
        CompletableFuture<Object> failed = future(body(() -> {
            throw thrown;
        }));
        CompletableFuture<Object> none = future(body(() -> null));
        grant();

        assertThatThrownBy(failed::join).hasCause(thrown);
        assertThat(none).isCompletedWithValue(null);
    }

    @Test
    void toCancelBeforeTheGrantCancelsWhatWasAskedAndTheBodyDoesNotRun() throws Throwable {
        permitsComeLater();
        CompletableFuture<Object> result = future(body(() -> work));

        assertThat(result.cancel(true)).isTrue();

        assertThat(answer).isCancelled();
        assertThat(result).isCancelled();
        assertThat(grant()).isFalse();
        assertThat(coordinator.events).containsExactly("limit k");
    }

    @Test
    void aResultThatTimedOutBeforeTheGrantCancelsWhatWasAskedToo() throws Throwable {
        permitsComeLater();
        CompletableFuture<Object> result = future(body(() -> work)).orTimeout(1, TimeUnit.MILLISECONDS);

        assertThatThrownBy(result::get).hasCauseInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    }

    @Test
    void aGrantThatACancellationOvertookIsGivenBackAndTheBodyDoesNotRun() throws Throwable {
        CompletableFuture<LimitOutcome> tooLateToCancel = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                return false;
            }
        };
        coordinator.onLimitAsync = request -> tooLateToCancel;
        CompletableFuture<Object> result = future(body(() -> work));
        result.cancel(true);
        tooLateToCancel.complete(new LimitOutcome.Decided(FakeDecision.granted(coordinator.limits.get(0))));

        assertThat(coordinator.events).containsExactly("limit k", "refund");
    }

    @Test
    void toCancelAfterTheGrantCancelsTheBodysFutureAndKeepsThePermits() throws Throwable {
        permitsComeLater();
        CompletableFuture<Object> result = future(body(() -> work));
        grant();

        assertThat(result.cancel(true)).isTrue();

        assertThat(work).isCancelled();
        assertThat(coordinator.refunded).isEmpty();
    }

    @Test
    void aKeyOrCostThatCannotBeMadeIsThrownByTheCall() {
        assertThatThrownBy(() -> call("pay", new FakeCall(new Shop(), () -> work, (Object) null)))
                .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> call("cost", body(() -> work)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cost");
        assertThat(coordinator.events).isEmpty();
    }

    @Test
    void aRequestThatIsRefusedAsWrongIsThrownByTheCallOrFailsTheResult() throws Throwable {
        IllegalArgumentException wrong = new IllegalArgumentException("permits = 0");
        coordinator.onLimitAsync = request -> CompletableFuture.failedFuture(wrong);
        assertThatThrownBy(() -> call("pay", body(() -> work))).isSameAs(wrong);

        permitsComeLater();
        CompletableFuture<Object> result = future(body(() -> work));
        answer.completeExceptionally(wrong);
        assertThatThrownBy(result::join).hasCause(wrong);
        assertThat(coordinator.events).doesNotContain("body");
    }

    @Test
    void aListenableFutureIsBegunCancelledAndFailedAlike() throws Throwable {
        SettableFuture<Object> own = SettableFuture.create();
        permitsComeLater();
        ListenableFuture<?> begun = (ListenableFuture<?>) Objects.requireNonNull(call("listenable", body(() -> own)));
        grant();
        own.set("receipt");
        assertThat(begun.get()).isEqualTo("receipt");

        CompletableFuture<LimitOutcome> other = new CompletableFuture<>();
        coordinator.onLimitAsync = request -> other;
        ListenableFuture<?> withdrawn =
                (ListenableFuture<?>) Objects.requireNonNull(call("listenable", body(() -> own)));
        assertThat(withdrawn.cancel(false)).isTrue();
        assertThat(other).isCancelled();

        coordinator.onLimitAsync = request -> CompletableFuture.completedFuture(
                new LimitOutcome.Decided(FakeDecision.rejected(request, 0, Duration.ZERO)));
        ListenableFuture<?> rejected =
                (ListenableFuture<?>) Objects.requireNonNull(call("listenable", body(() -> own)));
        assertThatThrownBy(rejected::get).hasCauseInstanceOf(RateLimitExceededException.class);
        assertThat(call("listenable", new FakeCall(new Shop(), () -> null, "k")))
                .isNotNull();
    }
}
