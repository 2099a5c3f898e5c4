package dev.lockstitch.spi;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockScope;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/** The lock of one subscription: asked for once, given back once, whatever comes first. */
// What is chained here ends in the result: no failure is lost.
@SuppressWarnings("FutureReturnValueIgnored")
final class ReactiveHold<T> {

    private final Consumer<HeldLock> back = TransactionExtent.givingBackLater();
    private final Coordinator coordinator;
    private final LockRequest request;
    private final GuardedWork<LockOutcome, ? extends Publisher<T>, ?> work;
    private final long askedNanos = System.nanoTime();
    private final AtomicBoolean givenBack = new AtomicBoolean();
    private volatile @Nullable CompletableFuture<LockOutcome> asked;
    private volatile boolean ended;

    ReactiveHold(
            Coordinator coordinator, LockRequest request, GuardedWork<LockOutcome, ? extends Publisher<T>, ?> work) {
        this.coordinator = coordinator;
        this.request = request;
        this.work = work;
    }

    /** Emits on the subscribing thread if the answer comes at once, else on the executor. */
    Mono<LockOutcome> asked() {
        return Mono.create(sink -> ask(sink, CurrentThread.linger(), true));
    }

    private void ask(MonoSink<LockOutcome> sink, Duration linger, boolean first) {
        CompletableFuture<LockOutcome> answer = coordinator.lockAsync(request, linger);
        asked = answer;
        if (ended) {
            ended().subscribe();
        } else if (answer.isDone() && first) {
            answer.whenComplete((outcome, failure) -> Subscriptions.emit(sink, outcome, failure));
        } else {
            answer.whenComplete((outcome, failure) -> emitLater(sink, outcome, failure, first));
        }
    }

    private void emitLater(
            MonoSink<LockOutcome> sink, @Nullable LockOutcome outcome, @Nullable Throwable failure, boolean first) {
        try {
            coordinator.executor().execute(() -> {
                if (outcome instanceof LockOutcome.Granted granted
                        && !granted.lock().isHeld()) {
                    // Its lease has ended while this waited for a thread, or while this JVM stood still.
                    granted.lock().close();
                    askAgain(sink, first);
                } else {
                    Subscriptions.emit(sink, outcome, failure);
                }
            });
        } catch (RejectedExecutionException e) {
            sink.error(e);
        }
    }

    private void askAgain(MonoSink<LockOutcome> sink, boolean first) {
        if (first) {
            ask(sink, Duration.ZERO, false);
        } else {
            sink.success(new LockOutcome.Contended(Duration.ofNanos(System.nanoTime() - askedNanos)));
        }
    }

    Publisher<T> begun(LockOutcome outcome) {
        return Subscriptions.begin(subscriber -> {
            if (outcome instanceof LockOutcome.Granted granted) {
                try (LockScope scope = LockScope.openAsync(granted.lock())) {
                    Subscriptions.given(work.body()).subscribe(subscriber);
                }
            } else {
                boolean proceeds = outcome instanceof LockOutcome.Unguarded;
                Subscriptions.given(proceeds ? work.body() : work.refused(outcome))
                        .subscribe(subscriber);
            }
        });
    }

    Function<Context, Context> context(LockOutcome outcome) {
        return context ->
                outcome instanceof LockOutcome.Granted granted ? context.put(HeldLock.class, granted.lock()) : context;
    }

    /** Withdraws the request or gives the lock back, and completes then. */
    Mono<Void> ended() {
        return Mono.create(sink -> {
            if (CurrentThread.mustNotBlock()) {
                elsewhere(() -> {
                    end();
                    onward(sink::success);
                });
            } else {
                end();
                sink.success();
            }
        });
    }

    private void elsewhere(Runnable task) {
        try {
            coordinator.errands().execute(task);
        } catch (RejectedExecutionException e) {
            CompletableFuture.runAsync(task);
        }
    }

    /** Errands are short: what follows them is the application's. */
    private void onward(Runnable task) {
        try {
            coordinator.executor().execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    private void end() {
        ended = true;
        CompletableFuture<LockOutcome> answer = asked;
        // Once cancelled it is done: with what came before, or without anything ever locked.
        if (answer != null
                && !answer.cancel(true)
                && !answer.isCompletedExceptionally()
                && answer.join() instanceof LockOutcome.Granted granted
                && givenBack.compareAndSet(false, true)) {
            back.accept(granted.lock());
        }
    }
}
