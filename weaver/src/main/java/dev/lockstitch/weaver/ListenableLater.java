package dev.lockstitch.weaver;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import dev.lockstitch.CoordinationException;
import dev.lockstitch.spi.AsyncHold;
import dev.lockstitch.spi.Wiring;
import java.util.concurrent.CompletionStage;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/** Guava's {@code ListenableFuture}, by way of a stage. Loaded only where a method returns one. */
// What is returned here goes to the caller.
@SuppressWarnings("FutureReturnValueIgnored")
final class ListenableLater implements Later {

    @Override
    public @Nullable Object run(LockPlan plan, ProceedingJoinPoint call, Wiring wiring) throws Throwable {
        AsyncLocking locking = AsyncLocking.of(plan, call, wiring, this);
        CompletionStage<Object> stage =
                AsyncHold.run(locking.coordinator(), locking.request(), locking.as(ListenableLater::stage));
        return stage == null ? null : HeldListenable.of(stage.toCompletableFuture());
    }

    private static @Nullable CompletionStage<Object> stage(@Nullable Object result) {
        return result == null ? null : ListenableStage.of((ListenableFuture<?>) result);
    }

    @Override
    public Object nothing() {
        return Futures.immediateFuture(null);
    }

    @Override
    public Object failed(CoordinationException refusal) {
        return Futures.immediateFailedFuture(refusal);
    }
}
