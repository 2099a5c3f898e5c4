package dev.lockstitch.weaver;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.spi.AsyncHold;
import dev.lockstitch.spi.Wiring;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/** {@code CompletionStage} and {@code CompletableFuture}. */
// What is returned here goes to the caller.
@SuppressWarnings("FutureReturnValueIgnored")
final class StageLater implements Later {

    @Override
    public @Nullable Object run(LockPlan plan, ProceedingJoinPoint call, Wiring wiring) throws Throwable {
        AsyncLocking locking = AsyncLocking.of(plan, call, wiring, this);
        return AsyncHold.run(locking.coordinator(), locking.request(), locking.as(StageLater::stage));
    }

    @SuppressWarnings("unchecked")
    private static @Nullable CompletionStage<Object> stage(@Nullable Object result) {
        return (CompletionStage<Object>) result;
    }

    @Override
    public Object nothing() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Object failed(CoordinationException refusal) {
        return CompletableFuture.failedFuture(refusal);
    }
}
