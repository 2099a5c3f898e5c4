package dev.lockstitch.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The result of guarded work; to cancel it cancels first what it waits for, so that this is over before anyone learns. */
final class Pending<T> extends CompletableFuture<T> {

    private volatile @Nullable Future<?> awaited;

    Pending(@Nullable Future<?> awaited) {
        this.awaited = awaited;
    }

    /** The answer of one that is done. */
    static <O> O answer(CompletableFuture<O> asked) {
        try {
            return asked.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IllegalArgumentException wrong ? wrong : e;
        }
    }

    /** Begins a stage; null for one that is over at once. */
    interface Beginning<T> {
        @Nullable
        CompletionStage<T> begin() throws Throwable;
    }

    /** Begins what was waited for, and ends as it does. */
    void goOn(Beginning<T> beginning, BiConsumer<@Nullable Throwable, Runnable> ending) {
        CompletionStage<T> stage;
        try {
            stage = beginning.begin();
        } catch (Throwable thrown) {
            completeExceptionally(thrown);
            return;
        }
        if (stage == null) {
            complete(null);
        } else {
            follow(stage, ending);
        }
    }

    /**
     * Ends as the stage does.
     *
     * @param ending takes the failure, if any, and what ends this, to be run when all is done that nobody must overtake
     */
    // What is chained here ends in the result: no failure is lost.
    @SuppressWarnings("FutureReturnValueIgnored")
    void follow(CompletionStage<T> stage, BiConsumer<@Nullable Throwable, Runnable> ending) {
        reach(stage);
        try {
            stage.whenComplete((value, failure) -> ending.accept(failure, () -> settle(value, failure)));
        } catch (RuntimeException | Error e) {
            ending.accept(e, () -> completeExceptionally(e));
        }
    }

    private void reach(CompletionStage<T> stage) {
        if (stage instanceof Future<?> future) {
            awaits(future);
        }
    }

    /** From now on it waits for that. */
    void awaits(Future<?> future) {
        awaited = future;
        // It may have been cancelled while this was in the making.
        if (isCancelled()) {
            future.cancel(true);
        }
    }

    private void settle(@Nullable T value, @Nullable Throwable failure) {
        if (failure == null) {
            complete(value);
        } else {
            completeExceptionally(failure);
        }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        Future<?> first = awaited;
        if (first != null) {
            first.cancel(mayInterrupt);
        }
        boolean cancelled = super.cancel(mayInterrupt);
        Future<?> last = awaited;
        if (cancelled && last != null && last != first) {
            last.cancel(mayInterrupt);
        }
        return cancelled;
    }
}
