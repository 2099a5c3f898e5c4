package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import dev.lockstitch.RateLimited;
import dev.lockstitch.spi.LimitOutcome;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

// Bodies hand their futures to the advice.
@SuppressWarnings("FutureReturnValueIgnored")
class RefundTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FakeCoordinator coordinator = new FakeCoordinator();
    private final IOException listed = new FileNotFoundException("gone");
    private final Exception unlisted = new Exception("other");

    @SuppressWarnings("unused")
    private static final class Shop {
        @RateLimited(key = "k", permits = 1, refundOn = IOException.class)
        String plain() {
            return "";
        }

        @RateLimited(key = "k", permits = 1, refundOn = IOException.class)
        CompletableFuture<Object> future() {
            return new CompletableFuture<>();
        }

        @RateLimited(key = "k", permits = 1, refundOn = IOException.class)
        ListenableFuture<Object> listenable() {
            return Futures.immediateFuture("");
        }

        @RateLimited(key = "k", permits = 1, refundOn = IOException.class)
        Mono<Object> mono() {
            return Mono.empty();
        }

        @RateLimited(key = "k", permits = 1, refundOn = IOException.class)
        Flux<Object> flux() {
            return Flux.empty();
        }
    }

    private @Nullable Object call(String method, Callable<? extends @Nullable Object> body) throws Throwable {
        LimitPlan plan = new LimitPlanner(new LimitNames()).plan(FakeCall.method(Shop.class, method));
        return new LimitAdvice(coordinator.wiring()).run(plan, new FakeCall(new Shop(), body));
    }

    private static Callable<Object> throwing(Exception thrown) {
        return () -> {
            throw thrown;
        };
    }

    @SuppressWarnings("unchecked")
    private CompletableFuture<Object> future(Callable<? extends @Nullable Object> body) throws Throwable {
        return (CompletableFuture<Object>) Objects.requireNonNull(call("future", body));
    }

    private @Nullable Throwable failure(CompletableFuture<?> future) {
        assertThat(future).isDone();
        return future.handle((value, failure) -> failure).join();
    }

    @Test
    void whatAPlainMethodThrowsGivesItsDecisionBackIfItIsListedAndComesOutAsItIs() {
        assertThat(catchThrowable(() -> call("plain", throwing(unlisted)))).isSameAs(unlisted);
        assertThat(coordinator.refunded).isEmpty();

        assertThat(catchThrowable(() -> call("plain", throwing(listed)))).isSameAs(listed);
        assertThat(coordinator.refunded).singleElement().isEqualTo(decisionAbout("k"));
    }

    private Object decisionAbout(String key) {
        assertThat(coordinator.limits.get(0).limits().get(0).key()).isEqualTo(key);
        return coordinator.refunded.get(0);
    }

    @Test
    void aCallThatWentUnguardedHasNothingToGiveBack() throws Throwable {
        coordinator.onLimit = request -> new LimitOutcome.Unguarded(FakeDecision.granted(request));
        coordinator.onLimitAsync =
                request -> CompletableFuture.completedFuture(new LimitOutcome.Unguarded(FakeDecision.granted(request)));

        assertThat(catchThrowable(() -> call("plain", throwing(listed)))).isSameAs(listed);
        assertThat(failure(future(() -> CompletableFuture.failedFuture(listed))))
                .isSameAs(listed);
        assertThat(coordinator.refunded).isEmpty();
    }

    @Test
    void troubleWithTheRefundIsLoggedAndNothingElse() throws Throwable {
        List<Supplier<CompletableFuture<Boolean>>> troubles = List.of(
                () -> {
                    throw new IllegalStateException("no refund");
                },
                () -> {
                    throw new StackOverflowError("no refund");
                },
                () -> CompletableFuture.failedFuture(new IllegalStateException("no refund")));
        for (Supplier<CompletableFuture<Boolean>> trouble : troubles) {
            coordinator.onRefund = trouble;
            try (Logged logged = new Logged()) {
                assertThat(catchThrowable(() -> call("plain", throwing(listed))))
                        .isSameAs(listed);
                assertThat(catchThrowable(() -> future(throwing(listed)))).isSameAs(listed);
                assertThat(failure(future(() -> CompletableFuture.failedFuture(listed))))
                        .isSameAs(listed);
                assertThat(logged.errors()).hasSize(3).containsOnly("The permits of \"k\" could not be given back");
            }
        }
        assertThat(listed.getSuppressed()).isEmpty();
    }

    @Test
    void aStageThatFailsWithOneGivesBackBeforeAnyoneSeesIt() throws Throwable {
        CompletableFuture<Object> work = new CompletableFuture<>();
        CompletableFuture<Object> seen = future(() -> work).exceptionally(failure -> {
            coordinator.events.add("saw it");
            return failure;
        });
        assertThat(coordinator.refunded).isEmpty();

        work.completeExceptionally(listed);

        assertThat(seen).isCompletedWithValue(listed);
        assertThat(coordinator.events).containsExactly("limit k", "refund", "saw it");
    }

    @Test
    void aStageThatSucceedsOrFailsOtherwiseKeepsItsPermits() throws Throwable {
        assertThat(future(() -> CompletableFuture.completedFuture("done"))).isCompletedWithValue("done");
        assertThat(failure(future(() -> CompletableFuture.failedFuture(unlisted))))
                .isSameAs(unlisted);
        // A cause is no failure of its own, but behind the exception that stages wrap theirs in.
        Exception wrapping = new Exception(listed);
        assertThat(failure(future(() -> CompletableFuture.failedFuture(wrapping))))
                .isSameAs(wrapping);
        assertThat(coordinator.refunded).isEmpty();
    }

    @Test
    void theExceptionThatStagesWrapTheirsInIsLookedThrough() throws Throwable {
        CompletionException wrapped = new CompletionException(new CompletionException(listed));
        CompletableFuture<Object> result = future(() -> CompletableFuture.failedFuture(wrapped));

        assertThat(failure(result)).isSameAs(wrapped);
        assertThat(coordinator.refunded).hasSize(1);
    }

    @Test
    void aBodyThatHadToWaitGivesBackToo() throws Throwable {
        CompletableFuture<LimitOutcome> answer = new CompletableFuture<>();
        coordinator.onLimitAsync = request -> answer;
        CompletableFuture<Object> thrown = future(throwing(listed));
        CompletableFuture<Object> failed = future(() -> CompletableFuture.failedFuture(listed));
        answer.complete(new LimitOutcome.Decided(FakeDecision.granted(coordinator.limits.get(0))));

        assertThat(failure(thrown)).isSameAs(listed);
        assertThat(failure(failed)).isSameAs(listed);
        assertThat(coordinator.refunded).hasSize(2);
    }

    @Test
    void aListenableFutureGivesBack() throws Throwable {
        ListenableFuture<?> result = (ListenableFuture<?>)
                Objects.requireNonNull(call("listenable", () -> Futures.immediateFailedFuture(listed)));

        assertThatThrownBy(result::get).hasCause(listed);
        assertThat(coordinator.refunded).hasSize(1);
    }

    @Test
    void aMonoOrFluxGivesBackOncePerSubscriptionBeforeAnyoneSeesIt() throws Throwable {
        Mono<?> mono = (Mono<?>) Objects.requireNonNull(call("mono", () -> Mono.error(listed)));
        Flux<?> flux = (Flux<?>) Objects.requireNonNull(call("flux", throwing(listed)));
        assertThat(coordinator.refunded).isEmpty();

        mono.doOnError(failure -> coordinator.events.add("saw " + failure.getMessage()))
                .onErrorResume(failure -> Mono.empty())
                .block(PATIENCE);
        flux.doOnError(failure -> coordinator.events.add("saw " + failure.getMessage()))
                .onErrorResume(failure -> Mono.empty())
                .blockLast(PATIENCE);

        assertThat(coordinator.events)
                .containsExactly("limit k", "refund", "saw gone", "limit k", "refund", "saw gone");
    }

    @Test
    void aMonoOrFluxThatFailsOtherwiseKeepsItsPermits() throws Throwable {
        Mono<?> mono = (Mono<?>) Objects.requireNonNull(call("mono", () -> Mono.error(unlisted)));
        Flux<?> flux = (Flux<?>) Objects.requireNonNull(call("flux", () -> Flux.just("a")));

        assertThatThrownBy(() -> mono.block(PATIENCE)).hasCause(unlisted);
        assertThat(flux.blockLast(PATIENCE)).isEqualTo("a");
        assertThat(coordinator.refunded).isEmpty();
    }
}
