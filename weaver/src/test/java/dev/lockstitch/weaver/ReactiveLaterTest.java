package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.DistributedLock;
import dev.lockstitch.HeldLock;
import dev.lockstitch.InvalidKeyException;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.LockScope;
import dev.lockstitch.OnContention;
import dev.lockstitch.spi.LockOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

// Bodies hand their results to the advice.
@SuppressWarnings("FutureReturnValueIgnored")
class ReactiveLaterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FakeCoordinator coordinator = new FakeCoordinator();
    private final Queue<Runnable> executor = new ArrayDeque<>();

    @SuppressWarnings("unused")
    private static final class Shop {
        @DistributedLock(key = "{0}")
        Mono<Object> mono(String key) {
            return Mono.empty();
        }

        @DistributedLock(key = "{0}")
        Flux<Object> flux(String key) {
            return Flux.empty();
        }

        @DistributedLock(key = "{0}", onContention = OnContention.SKIP)
        Mono<Object> skip(String key) {
            return Mono.empty();
        }

        @DistributedLock(key = "{0}", onContention = OnContention.SKIP)
        Flux<Object> skipFlux(String key) {
            return Flux.empty();
        }

        @DistributedLock(key = "{0}", fallback = "instead")
        Mono<Object> fallback(String key) {
            return Mono.empty();
        }

        Mono<Object> instead(String key) {
            return Mono.just("instead");
        }
    }

    @BeforeEach
    void theExecutorRunsWhenTold() {
        coordinator.executor = executor::add;
    }

    @AfterEach
    void nothingIsLeftOnTheThread() {
        assertThat(HeldLock.current()).isEmpty();
    }

    private @Nullable Object call(String method, FakeCall call) throws Throwable {
        return new LockAdvice(coordinator.wiring()).run(LockPlanner.plan(FakeCall.method(Shop.class, method)), call);
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

    private void outcome(LockOutcome outcome) {
        coordinator.onLockAsync = request -> CompletableFuture.completedFuture(outcome);
    }

    private void runExecutor() {
        for (Runnable task = executor.poll(); task != null; task = executor.poll()) {
            task.run();
        }
    }

    @Test
    void eachSubscriptionTakesTheLockAndRunsTheMethodAndAssemblyTakesNone() throws Throwable {
        Mono<Object> mono = mono("mono", body(() -> Mono.just("receipt")));
        assertThat(coordinator.events).isEmpty();

        assertThat(mono.doOnNext(value -> coordinator.events.add("saw it")).block(PATIENCE))
                .isEqualTo("receipt");
        assertThat(mono.block(PATIENCE)).isEqualTo("receipt");

        assertThat(coordinator.events)
                .containsExactly("lock k", "body", "unlock k", "saw it", "lock k", "body", "unlock k");
    }

    @Test
    void aFluxEmitsUnderItsLockAndCompletesAfterIt() throws Throwable {
        Flux<Object> flux = flux("flux", body(() -> Flux.just("a", "b")));
        flux.doOnNext(value -> coordinator.events.add("saw " + value))
                .doOnComplete(() -> coordinator.events.add("complete"))
                .blockLast(PATIENCE);

        assertThat(coordinator.events).containsExactly("lock k", "body", "saw a", "saw b", "unlock k", "complete");
    }

    @Test
    void aFailureComesOutAsItIsAfterTheLockWasGivenBack() throws Throwable {
        Exception failure = new Exception("disk");
        for (Callable<Object> body : List.<Callable<Object>>of(() -> Mono.error(failure), () -> {
            throw failure;
        })) {
            coordinator.events.clear();
            List<Throwable> seen = new ArrayList<>();
            mono("mono", body(body)).subscribe(value -> {}, thrown -> {
                coordinator.events.add("saw it");
                seen.add(thrown);
            });
            assertThat(seen).singleElement().isSameAs(failure);
            assertThat(coordinator.events).containsExactly("lock k", "body", "unlock k", "saw it");
        }
    }

    @Test
    void nullInsteadOfAPublisherFailsTheSubscription() throws Throwable {
        Mono<Object> mono = mono("mono", body(() -> null));
        assertThatThrownBy(() -> mono.block(PATIENCE))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("Shop.mono(String) returned null instead of a Mono");
        assertThat(coordinator.events).containsExactly("lock k", "body", "unlock k");
    }

    @Test
    void theLockIsCurrentWhileTheBodyIsSubscribedToAndInTheContextThroughout() throws Throwable {
        Mono<Object> mono = mono(
                "mono",
                body(() -> Mono.fromCallable(
                                () -> HeldLock.current().orElseThrow().key() + LockScope.find(lock -> true))
                        .flatMap(current -> Mono.deferContextual(context ->
                                Mono.just(current + context.get(HeldLock.class).key())))));
        assertThat(mono.block(PATIENCE)).isEqualTo("kOptional.emptyk");

        Flux<Object> flux = flux(
                "flux",
                body(() -> Flux.deferContextual(
                                context -> Flux.just(context.get(HeldLock.class).key()))
                        .subscribeOn(Schedulers.parallel())));
        coordinator.executor = Runnable::run;
        assertThat(flux.blockLast(PATIENCE)).isEqualTo("k");
    }

    @Test
    void aBodyThatHadToWaitRunsOnTheExecutor() throws Throwable {
        CompletableFuture<LockOutcome> answer = new CompletableFuture<>();
        coordinator.onLockAsync = request -> answer;
        List<Object> seen = new ArrayList<>();
        mono("mono", body(() -> Mono.just("receipt"))).subscribe(seen::add);
        answer.complete(new LockOutcome.Granted(new FakeLock("k", coordinator.events)));
        assertThat(coordinator.events).containsExactly("lock k");

        runExecutor();

        assertThat(seen).containsExactly("receipt");
        assertThat(coordinator.events).containsExactly("lock k", "body", "unlock k");
    }

    @Test
    void toCancelBeforeTheGrantWithdrawsTheRequest() throws Throwable {
        CompletableFuture<LockOutcome> answer = new CompletableFuture<>();
        coordinator.onLockAsync = request -> answer;
        mono("mono", body(Mono::empty)).subscribe().dispose();

        assertThat(answer).isCancelled();
        assertThat(coordinator.events).containsExactly("lock k");
    }

    @Test
    void aGrantThatACancellationOvertookIsGivenBackOnce() throws Throwable {
        CompletableFuture<LockOutcome> answer = new CompletableFuture<>();
        coordinator.onLockAsync = request -> answer;
        Disposable subscription = flux("flux", body(Flux::empty)).subscribe();
        answer.complete(new LockOutcome.Granted(new FakeLock("k", coordinator.events)));
        subscription.dispose();
        runExecutor();

        assertThat(coordinator.events).containsExactly("lock k", "unlock k");
    }

    @Test
    void toCancelASubscriptionGivesItsLockBackOnce() throws Throwable {
        Sinks.Many<Object> source = Sinks.many().unicast().onBackpressureBuffer();
        Disposable subscription = flux("flux", body(source::asFlux)).subscribe();
        assertThat(coordinator.events).containsExactly("lock k", "body");

        subscription.dispose();

        assertThat(source.currentSubscriberCount()).isZero();
        assertThat(coordinator.events).containsExactly("lock k", "body", "unlock k");
    }

    @Test
    void aThreadThatMustNotBlockNeitherWaitsNorGivesBack() throws Throwable {
        Mono<Object> mono = mono("mono", body(() -> Mono.just("receipt")));
        CompletableFuture<Object> seen = new CompletableFuture<>();
        CompletableFuture.runAsync(
                        () -> mono.subscribe(seen::complete),
                        task -> Schedulers.parallel().schedule(task))
                .join();
        assertThat(coordinator.lingers).containsExactly(Duration.ZERO);
        assertThat(coordinator.events).containsExactly("lock k", "body");
        assertThat(seen).isNotDone();

        runExecutor();

        assertThat(seen).isCompletedWithValue("receipt");
        assertThat(coordinator.events).containsExactly("lock k", "body", "unlock k");
    }

    @Test
    void aWrongKeyFailsTheSubscriptionAndNotTheCall() throws Throwable {
        Mono<Object> mono = mono("mono", new FakeCall(new Shop(), Mono::empty, (Object) null));
        Flux<Object> flux = flux("flux", new FakeCall(new Shop(), Flux::empty, (Object) null));

        assertThatThrownBy(() -> mono.block(PATIENCE)).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> flux.blockLast(PATIENCE)).isInstanceOf(InvalidKeyException.class);
    }

    @Test
    void contentionFailsOrIsEmptyOrTheFallbacks() throws Throwable {
        outcome(new LockOutcome.Contended(Duration.ZERO));
        Mono<Object> mono = mono("mono", body(Mono::empty));
        Flux<Object> flux = flux("flux", body(Flux::empty));

        assertThatThrownBy(() -> mono.block(PATIENCE)).isInstanceOf(LockNotAcquiredException.class);
        assertThatThrownBy(() -> flux.blockLast(PATIENCE)).isInstanceOf(LockNotAcquiredException.class);
        assertThat(mono("skip", body(() -> Mono.just("never"))).blockOptional(PATIENCE))
                .isEmpty();
        assertThat(flux("skipFlux", body(() -> Flux.just("never")))
                        .collectList()
                        .block(PATIENCE))
                .isEmpty();
        assertThat(mono("fallback", body(() -> Mono.just("never"))).block(PATIENCE))
                .isEqualTo("instead");
        assertThat(coordinator.events).doesNotContain("body");
    }

    @Test
    void whileRedisCannotBeUsedItGoesUnguardedOrIsEmptyOrFails() throws Throwable {
        Mono<Object> mono = mono("mono", body(() -> Mono.fromCallable(HeldLock::current)));
        outcome(new LockOutcome.Unguarded());
        assertThat(mono.block(PATIENCE)).isEqualTo(Optional.empty());
        outcome(new LockOutcome.Skipped());
        assertThat(mono.blockOptional(PATIENCE)).isEmpty();
        CoordinationUnavailableException outage = new CoordinationUnavailableException("down", null);
        outcome(new LockOutcome.Unavailable(outage));
        assertThatThrownBy(() -> mono.block(PATIENCE)).isSameAs(outage);
    }
}
