package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.InvalidKeyException;
import dev.lockstitch.OnLimit;
import dev.lockstitch.RateLimitExceededException;
import dev.lockstitch.RateLimited;
import dev.lockstitch.spi.LimitOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

// Bodies hand their results to the advice.
@SuppressWarnings("FutureReturnValueIgnored")
class LimitedSubscriptionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FakeCoordinator coordinator = new FakeCoordinator();
    private final CompletableFuture<LimitOutcome> answer = new CompletableFuture<>();

    @SuppressWarnings("unused")
    private static final class Shop {
        @RateLimited(key = "{0}", permits = 1)
        Mono<Object> mono(String key) {
            return Mono.empty();
        }

        @RateLimited(key = "{0}", permits = 1)
        Flux<Object> flux(String key) {
            return Flux.empty();
        }

        @RateLimited(key = "k", permits = 1, cost = "{0}")
        Mono<Object> cost(String key) {
            return Mono.empty();
        }

        @RateLimited(key = "k", permits = 1, onLimit = OnLimit.SKIP)
        Mono<Object> skip(String key) {
            return Mono.empty();
        }

        @RateLimited(key = "k", permits = 1, onLimit = OnLimit.SKIP)
        Flux<Object> skipFlux(String key) {
            return Flux.empty();
        }

        @RateLimited(key = "k", permits = 1, fallback = "instead")
        Mono<Object> fallback(String key) {
            return Mono.empty();
        }

        Mono<Object> instead(String key) {
            return Mono.just("instead");
        }
    }

    private @Nullable Object call(String method, FakeCall call) throws Throwable {
        LimitPlan plan = new LimitPlanner(new LimitNames()).plan(FakeCall.method(Shop.class, method));
        return new LimitAdvice(coordinator.wiring()).run(plan, call);
    }

    @SuppressWarnings("unchecked")
    private Mono<Object> mono(String method, FakeCall call) throws Throwable {
        return (Mono<Object>) Objects.requireNonNull(call(method, call));
    }

    @SuppressWarnings("unchecked")
    private Flux<Object> flux(String method, FakeCall call) throws Throwable {
        return (Flux<Object>) Objects.requireNonNull(call(method, call));
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

    private LimitOutcome granted() {
        return new LimitOutcome.Decided(FakeDecision.granted(coordinator.limits.get(0)));
    }

    private void outcome(LimitOutcome outcome) {
        coordinator.onLimitAsync = request -> CompletableFuture.completedFuture(outcome);
    }

    private void reject() {
        coordinator.onLimitAsync = request -> CompletableFuture.completedFuture(
                new LimitOutcome.Decided(FakeDecision.rejected(request, 0, Duration.ZERO)));
    }

    @Test
    void eachSubscriptionIsDecidedAndRunsTheMethodAndAssemblyIsNot() throws Throwable {
        Mono<Object> mono = mono("mono", body(() -> Mono.just("receipt")));
        Flux<Object> flux = flux("flux", body(() -> Flux.just("a", "b")));
        assertThat(coordinator.events).isEmpty();

        assertThat(mono.block(PATIENCE)).isEqualTo("receipt");
        assertThat(mono.block(PATIENCE)).isEqualTo("receipt");
        assertThat(flux.collectList().block(PATIENCE)).containsExactly("a", "b");

        assertThat(coordinator.events).containsExactly("limit k", "body", "limit k", "body", "limit k", "body");
        assertThat(coordinator.lingers).containsOnly(Duration.ofMillis(20));
        assertThat(coordinator.refunded).isEmpty();
    }

    @Test
    void aFailureComesOutAsItIsFatalOrNot() throws Throwable {
        Exception failure = new Exception("disk");
        InternalError fatal = new InternalError("broken");
        List<Throwable> seen = new ArrayList<>();
        for (Callable<Object> body : List.<Callable<Object>>of(
                () -> Mono.error(failure),
                () -> {
                    throw failure;
                },
                () -> {
                    throw fatal;
                })) {
            mono("mono", body(body)).subscribe(value -> {}, seen::add);
            flux("flux", body(body)).subscribe(value -> {}, seen::add);
        }

        assertThat(seen).containsExactly(failure, failure, failure, failure, fatal, fatal);
    }

    @Test
    void nullInsteadOfAPublisherFailsTheSubscription() throws Throwable {
        Flux<Object> flux = flux("flux", body(() -> null));

        assertThatThrownBy(() -> flux.blockLast(PATIENCE))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("Shop.flux(String) returned null instead of a Flux");
    }

    @Test
    void aBodyThatHadToWaitRunsWhereTheDecisionCompletes() throws Throwable {
        coordinator.onLimitAsync = request -> answer;
        List<Object> seen = new ArrayList<>();
        mono("mono", body(() -> Mono.just("receipt"))).subscribe(seen::add);
        assertThat(coordinator.events).containsExactly("limit k");

        answer.complete(granted());

        assertThat(seen).containsExactly("receipt");
        assertThat(coordinator.events).containsExactly("limit k", "body");
    }

    @Test
    void toCancelBeforeTheGrantCancelsWhatWasAsked() throws Throwable {
        coordinator.onLimitAsync = request -> answer;
        mono("mono", body(Mono::empty)).subscribe().dispose();
        assertThat(answer).isCancelled();

        CompletableFuture<LimitOutcome> other = new CompletableFuture<>();
        coordinator.onLimitAsync = request -> other;
        flux("flux", body(Flux::empty)).subscribe().dispose();
        assertThat(other).isCancelled();
        assertThat(coordinator.events).containsExactly("limit k", "limit k");
    }

    @Test
    void aCancellationIsNotToldAsAnErrorThatNobodyTook() throws Throwable {
        List<Throwable> dropped = new ArrayList<>();
        Hooks.onErrorDropped(dropped::add);
        try {
            coordinator.onLimitAsync = request -> answer;
            flux("flux", body(Flux::empty)).subscribe().dispose();
        } finally {
            Hooks.resetOnErrorDropped();
        }
        assertThat(answer).isCancelled();
        assertThat(dropped).isEmpty();
    }

    @Test
    void aGrantThatACancellationOvertookIsGivenBack() throws Throwable {
        CompletableFuture<LimitOutcome> completesWhenCancelled = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                complete(granted());
                return false;
            }
        };
        coordinator.onLimitAsync = request -> completesWhenCancelled;
        mono("mono", body(Mono::empty)).subscribe().dispose();

        assertThat(coordinator.events).containsExactly("limit k", "refund");
    }

    @Test
    void aSubscriptionThatIsCancelledWhileItIsAskedForGivesBackAndDoesNotRun() throws Throwable {
        CompletableFuture<Disposable> subscription = new CompletableFuture<>();
        coordinator.onLimitAsync = request -> {
            subscription.join().dispose();
            return CompletableFuture.completedFuture(granted());
        };
        Flux<Object> flux = flux("flux", body(Flux::empty));
        flux.subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription upstream) {
                subscription.complete(this);
                upstream.request(1);
            }
        });

        assertThat(coordinator.events).containsExactly("limit k", "refund");
    }

    @Test
    void toCancelAfterTheGrantReachesTheBodyAndKeepsThePermits() throws Throwable {
        Sinks.Many<Object> source = Sinks.many().unicast().onBackpressureBuffer();
        Disposable subscription = flux("flux", body(source::asFlux)).subscribe();
        assertThat(source.currentSubscriberCount()).isEqualTo(1);

        subscription.dispose();

        assertThat(source.currentSubscriberCount()).isZero();
        assertThat(coordinator.refunded).isEmpty();
    }

    @Test
    void keyAndCostAreThoseOfTheCallAndAWrongOneFailsTheSubscription() throws Throwable {
        Mono<Object> key = mono("mono", new FakeCall(new Shop(), Mono::empty, (Object) null));
        Mono<Object> cost = mono("cost", body(Mono::empty));

        assertThatThrownBy(() -> key.block(PATIENCE)).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> cost.block(PATIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cost");
        assertThat(coordinator.events).isEmpty();
    }

    @Test
    void aRequestThatIsRefusedAsWrongFailsTheSubscription() throws Throwable {
        IllegalArgumentException wrong = new IllegalArgumentException("permits = 0");
        coordinator.onLimitAsync = request -> CompletableFuture.failedFuture(wrong);
        Mono<Object> mono = mono("mono", body(Mono::empty));

        assertThat(catchThrowable(() -> mono.block(PATIENCE))).isSameAs(wrong);
    }

    @Test
    void aRejectionFailsOrIsEmptyOrTheFallbacks() throws Throwable {
        reject();
        Mono<Object> mono = mono("mono", body(Mono::empty));
        Flux<Object> flux = flux("flux", body(Flux::empty));

        assertThatThrownBy(() -> mono.block(PATIENCE)).isInstanceOf(RateLimitExceededException.class);
        assertThatThrownBy(() -> flux.blockLast(PATIENCE)).isInstanceOf(RateLimitExceededException.class);
        assertThat(mono("skip", body(() -> Mono.just("never"))).blockOptional(PATIENCE))
                .isEmpty();
        assertThat(flux("skipFlux", body(() -> Flux.just("never")))
                        .collectList()
                        .block(PATIENCE))
                .isEmpty();
        assertThat(mono("fallback", body(() -> Mono.just("never"))).block(PATIENCE))
                .isEqualTo("instead");
        assertThat(coordinator.events).doesNotContain("body", "refund");
    }

    @Test
    void whileRedisCannotBeUsedItGoesUnguardedOrIsEmptyOrFails() throws Throwable {
        Mono<Object> mono = mono("mono", body(() -> Mono.just("receipt")));
        coordinator.onLimitAsync =
                request -> CompletableFuture.completedFuture(new LimitOutcome.Unguarded(FakeDecision.granted(request)));
        assertThat(mono.block(PATIENCE)).isEqualTo("receipt");
        outcome(new LimitOutcome.Skipped());
        assertThat(mono.blockOptional(PATIENCE)).isEmpty();
        CoordinationUnavailableException outage = new CoordinationUnavailableException("down", null);
        outcome(new LimitOutcome.Unavailable(outage));
        assertThatThrownBy(() -> mono.block(PATIENCE)).isSameAs(outage);
    }
}
