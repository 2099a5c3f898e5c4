package dev.lockstitch.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** The permits of one subscription: asked for once, and given back when it is cancelled before its work began. */
// What is chained here ends in the result: no failure is lost.
@SuppressWarnings("FutureReturnValueIgnored")
final class ReactivePermits<T> {

    private final Coordinator coordinator;
    private final LimitRequest request;
    private final GuardedWork<LimitOutcome, ? extends Publisher<T>, ?> work;
    private final @Nullable Predicate<? super Throwable> refundOn;
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile @Nullable CompletableFuture<LimitOutcome> asked;
    private volatile @Nullable LimitOutcome begun;

    ReactivePermits(
            Coordinator coordinator,
            LimitRequest request,
            GuardedWork<LimitOutcome, ? extends Publisher<T>, ?> work,
            @Nullable Predicate<? super Throwable> refundOn) {
        this.coordinator = coordinator;
        this.request = request;
        this.work = work;
        this.refundOn = refundOn;
    }

    /** Emits on the subscribing thread if the work may begin at once, else on the executor. */
    Mono<LimitOutcome> asked() {
        return Mono.create(sink -> {
            CompletableFuture<LimitOutcome> answer = coordinator.limitAsync(request, CurrentThread.linger());
            asked = answer;
            if (settled.get()) {
                Refunds.withdraw(coordinator, answer);
            } else {
                answer.whenComplete((outcome, failure) -> {
                    // Else it was cancelled, and nobody is there to take it.
                    if (!settled.get()) {
                        Subscriptions.emit(sink, outcome, failure);
                    }
                });
            }
        });
    }

    Publisher<T> begun(LimitOutcome outcome) {
        return Subscriptions.begin(subscriber -> {
            // Else it was cancelled, and whoever cancelled gives the permits back.
            if (settled.compareAndSet(false, true)) {
                begun = outcome;
                boolean proceeds = AsyncPermits.proceeds(outcome);
                Subscriptions.given(proceeds ? work.body() : work.refused(outcome))
                        .subscribe(subscriber);
            }
        });
    }

    /** Told before anyone downstream sees it. */
    void failed(Throwable failure) {
        LimitOutcome outcome = begun;
        if (outcome != null) {
            Refunds.startIf(refundOn, failure, coordinator, outcome);
        }
    }

    void cancelled() {
        if (settled.compareAndSet(false, true)) {
            CompletableFuture<LimitOutcome> answer = asked;
            if (answer != null) {
                Refunds.withdraw(coordinator, answer);
            }
        }
    }
}
