package dev.lockstitch.spi;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockScope;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds a lock until a stage is complete. For those who implement an advice; applications use
 * {@link Coordinator#withLockAsync(LockRequest, java.util.function.Supplier)}.
 *
 * @param <T> what the stage yields
 * @param <X> what may be thrown instead of giving a stage
 */
// What is chained here ends in the result: no failure is lost.
@SuppressWarnings("FutureReturnValueIgnored")
public final class AsyncHold<T, X extends Throwable> {

    private final Consumer<HeldLock> back = TransactionExtent.givingBackLater();
    private final Coordinator coordinator;
    private final LockRequest request;
    private final GuardedWork<LockOutcome, ? extends CompletionStage<T>, X> work;
    private final long askedNanos = System.nanoTime();

    private AsyncHold(
            Coordinator coordinator,
            LockRequest request,
            GuardedWork<LockOutcome, ? extends CompletionStage<T>, X> work) {
        this.coordinator = coordinator;
        this.request = request;
        this.work = work;
    }

    /**
     * Asks for the lock and does the work: on this thread if the answer comes at once, else on the coordinator's executor.
     *
     * @param coordinator whom to ask
     * @param request what to ask
     * @param work what to do
     * @param <T> what the work yields
     * @param <X> what the work may throw
     * @return completes as the work's stage does, after the lock was given back; the very stage, or null, that the work gave
     *     on this thread when there is no lock to wait for. To cancel it withdraws the request, or cancels the work's stage
     * @throws X what the work throws on this thread
     * @throws IllegalArgumentException when the request is wrong
     */
    public static <T, X extends Throwable> @Nullable CompletionStage<T> run(
            Coordinator coordinator,
            LockRequest request,
            GuardedWork<LockOutcome, ? extends CompletionStage<T>, X> work)
            throws X {
        CompletableFuture<LockOutcome> asked = coordinator.lockAsync(request, CurrentThread.linger());
        AsyncHold<T, X> hold = new AsyncHold<>(coordinator, request, work);
        return asked.isDone() ? hold.now(Pending.answer(asked)) : hold.later(asked);
    }

    private @Nullable CompletionStage<T> now(LockOutcome outcome) throws X {
        CompletionStage<T> stage = begin(outcome);
        HeldLock lock = lock(outcome);
        if (lock == null || stage == null) {
            return stage;
        }
        if (stage instanceof CompletableFuture<T> future && future.isDone() && !CurrentThread.mustNotBlock()) {
            back.accept(lock);
            return stage;
        }
        Pending<T> result = new Pending<>(null);
        result.follow(stage, (failure, end) -> end(lock, end));
        return result;
    }

    private CompletionStage<T> later(CompletableFuture<LockOutcome> asked) {
        Pending<T> result = new Pending<>(asked);
        await(result, asked, true);
        return result;
    }

    private void await(Pending<T> result, CompletableFuture<LockOutcome> asked, boolean first) {
        asked.whenComplete((outcome, failure) -> {
            if (failure != null) {
                executeOrElse(() -> result.completeExceptionally(failure), e -> result.completeExceptionally(failure));
            } else {
                executeOrElse(
                        () -> resume(result, outcome, first),
                        e -> end(lock(outcome), () -> result.completeExceptionally(e)));
            }
        });
        // Also when it was completed from outside, as by orTimeout: nobody waits for the lock any more.
        result.whenComplete((value, failure) -> asked.cancel(true));
    }

    private void resume(Pending<T> result, LockOutcome outcome, boolean first) {
        HeldLock lock = lock(outcome);
        if (result.isDone()) {
            end(lock, () -> {});
            return;
        }
        if (lock != null && !lock.isHeld()) {
            // Its lease has ended while this waited for a thread, or while this JVM stood still.
            lock.close();
            askAgain(result, first);
            return;
        }
        goOn(result, outcome);
    }

    private void askAgain(Pending<T> result, boolean first) {
        if (first) {
            CompletableFuture<LockOutcome> asked = coordinator.lockAsync(request, Duration.ZERO);
            result.awaits(asked);
            await(result, asked, false);
        } else {
            goOn(result, new LockOutcome.Contended(Duration.ofNanos(System.nanoTime() - askedNanos)));
        }
    }

    private void goOn(Pending<T> result, LockOutcome outcome) {
        HeldLock lock = lock(outcome);
        result.goOn(() -> begin(outcome), (failure, end) -> end(lock, end));
    }

    /** Runs what the outcome calls for. Where no stage comes of it, the lock is given back already. */
    private @Nullable CompletionStage<T> begin(LockOutcome outcome) throws X {
        HeldLock lock = lock(outcome);
        if (lock == null) {
            return outcome instanceof LockOutcome.Unguarded ? work.body() : work.refused(outcome);
        }
        CompletionStage<T> stage = null;
        try {
            LockScope scope = LockScope.openAsync(lock);
            try {
                stage = work.body();
            } finally {
                scope.close();
            }
            return stage;
        } finally {
            if (stage == null) {
                back.accept(lock);
            }
        }
    }

    /** Gives the lock back before anyone sees the result. */
    private void end(@Nullable HeldLock lock, Runnable then) {
        if (lock == null) {
            then.run();
        } else if (CurrentThread.mustNotBlock()) {
            elsewhere(() -> giveBack(lock, () -> executeOrElse(then, e -> then.run())));
        } else {
            giveBack(lock, then);
        }
    }

    private void giveBack(HeldLock lock, Runnable then) {
        try {
            back.accept(lock);
        } finally {
            then.run();
        }
    }

    private void elsewhere(Runnable errand) {
        try {
            coordinator.errands().execute(errand);
        } catch (RejectedExecutionException e) {
            CompletableFuture.runAsync(errand);
        }
    }

    private void executeOrElse(Runnable task, Consumer<RejectedExecutionException> otherwise) {
        try {
            coordinator.executor().execute(task);
        } catch (RejectedExecutionException e) {
            otherwise.accept(e);
        }
    }

    private static @Nullable HeldLock lock(LockOutcome outcome) {
        return outcome instanceof LockOutcome.Granted granted ? granted.lock() : null;
    }
}
