package dev.lockstitch.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Begins a stage when there are permits for it. For those who implement an advice.
 *
 * @param <T> what the stage yields
 * @param <X> what may be thrown instead of giving a stage
 */
// What is chained here ends in the result: no failure is lost.
@SuppressWarnings("FutureReturnValueIgnored")
public final class AsyncPermits<T, X extends Throwable> {

    private final Coordinator coordinator;
    private final GuardedWork<LimitOutcome, ? extends CompletionStage<T>, X> work;
    private final @Nullable Predicate<? super Throwable> refundOn;

    private AsyncPermits(
            Coordinator coordinator,
            GuardedWork<LimitOutcome, ? extends CompletionStage<T>, X> work,
            @Nullable Predicate<? super Throwable> refundOn) {
        this.coordinator = coordinator;
        this.work = work;
        this.refundOn = refundOn;
    }

    /**
     * Asks for the permits and does the work: on this thread if it may begin at once, else on the coordinator's executor.
     *
     * @param coordinator whom to ask
     * @param request what to ask
     * @param work what to do
     * @param refundOn the failures for which the permits are given back; a {@code CompletionException} stands for its cause
     *     too; null for none
     * @param <T> what the work yields
     * @param <X> what the work may throw
     * @return completes as the work's stage does, after the refund, if any, is on its way; the very stage, or null, that the
     *     work gave on this thread when there is nothing to give back. To cancel it gives the permits back where the work has
     *     not begun, else it cancels the work's stage
     * @throws X what the work throws on this thread
     * @throws IllegalArgumentException when the request is wrong
     */
    public static <T, X extends Throwable> @Nullable CompletionStage<T> run(
            Coordinator coordinator,
            LimitRequest request,
            GuardedWork<LimitOutcome, ? extends CompletionStage<T>, X> work,
            @Nullable Predicate<? super Throwable> refundOn)
            throws X {
        CompletableFuture<LimitOutcome> asked = coordinator.limitAsync(request, CurrentThread.linger());
        AsyncPermits<T, X> permits = new AsyncPermits<>(coordinator, work, refundOn);
        return asked.isDone() ? permits.now(Pending.answer(asked)) : permits.later(asked);
    }

    private @Nullable CompletionStage<T> now(LimitOutcome outcome) throws X {
        CompletionStage<T> stage = begin(outcome);
        if (stage == null || refundOn == null || !proceeds(outcome)) {
            return stage;
        }
        Pending<T> result = new Pending<>(null);
        result.follow(stage, refunding(outcome));
        return result;
    }

    private CompletionStage<T> later(CompletableFuture<LimitOutcome> asked) {
        Pending<T> result = new Pending<>(asked);
        asked.whenComplete((outcome, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                resume(result, outcome);
            }
        });
        // Also when it was completed from outside, as by orTimeout: nobody waits for the permits any more.
        result.whenComplete((value, failure) -> asked.cancel(true));
        return result;
    }

    private void resume(Pending<T> result, LimitOutcome outcome) {
        if (result.isDone()) {
            Refunds.start(coordinator, outcome);
            return;
        }
        result.goOn(() -> begin(outcome), refunding(outcome));
    }

    private @Nullable CompletionStage<T> begin(LimitOutcome outcome) throws X {
        if (!proceeds(outcome)) {
            return work.refused(outcome);
        }
        try {
            return work.body();
        } catch (Throwable thrown) {
            Refunds.startIf(refundOn, thrown, coordinator, outcome);
            throw thrown;
        }
    }

    static boolean proceeds(LimitOutcome outcome) {
        return outcome instanceof LimitOutcome.Unguarded
                || (outcome instanceof LimitOutcome.Decided decided
                        && decided.decision().granted());
    }

    private BiConsumer<@Nullable Throwable, Runnable> refunding(LimitOutcome outcome) {
        return (failure, end) -> {
            Refunds.startIf(refundOn, failure, coordinator, outcome);
            end.run();
        };
    }
}
