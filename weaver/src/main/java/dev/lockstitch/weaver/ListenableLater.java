package dev.lockstitch.weaver;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import dev.lockstitch.spi.AsyncHold;
import dev.lockstitch.spi.AsyncPermits;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Guava's {@code ListenableFuture}, by way of a stage. Loaded only where a method returns one. */
// What is returned here goes to the caller.
@SuppressWarnings("FutureReturnValueIgnored")
final class ListenableLater implements Later {

    @Override
    public @Nullable Object locked(AsyncLocking call) throws Throwable {
        return listenable(AsyncHold.run(call.coordinator(), call.request(), call.as(ListenableLater::stage)));
    }

    @Override
    public @Nullable Object limited(AsyncLimiting call) throws Throwable {
        return listenable(AsyncPermits.run(
                call.coordinator(),
                call.request(),
                call.as(ListenableLater::stage),
                call.plan().refundOn()));
    }

    private static @Nullable Object listenable(@Nullable CompletionStage<Object> stage) {
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
    public Object failed(RuntimeException failure) {
        return Futures.immediateFailedFuture(failure);
    }
}
