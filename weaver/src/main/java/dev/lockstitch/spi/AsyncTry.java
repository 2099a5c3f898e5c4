package dev.lockstitch.spi;

import dev.lockstitch.HeldLock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A lock that is asked for without blocking, and goes to whoever waits for it, or back. */
// What is chained here ends in the result: no failure is lost.
@SuppressWarnings("FutureReturnValueIgnored")
record AsyncTry(CompletableFuture<LockOutcome> asked, LockRequest request) {

    /** Completes on the executor, so that what hangs on the result holds up no thread of Redis's. */
    CompletableFuture<Optional<HeldLock>> on(Executor executor) {
        CompletableFuture<Optional<HeldLock>> result = new CompletableFuture<>();
        asked.whenComplete((outcome, failure) -> {
            try {
                executor.execute(() -> hand(result, outcome, failure));
            } catch (RejectedExecutionException e) {
                CompletableFuture.runAsync(() -> hand(result, outcome, failure));
            }
        });
        // Also when it was completed from outside, as by orTimeout: nobody waits for the lock any more.
        result.whenComplete((lock, failure) -> asked.cancel(true));
        return result;
    }

    private void hand(
            CompletableFuture<Optional<HeldLock>> result, @Nullable LockOutcome outcome, @Nullable Throwable failure) {
        if (outcome == null) {
            result.completeExceptionally(failure);
            return;
        }
        try {
            boolean taken = result.complete(InCode.given(outcome, request));
            if (!taken && outcome instanceof LockOutcome.Granted granted) {
                granted.lock().close();
            }
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }
}
