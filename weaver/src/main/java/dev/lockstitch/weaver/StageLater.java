package dev.lockstitch.weaver;

import dev.lockstitch.spi.AsyncHold;
import dev.lockstitch.spi.AsyncPermits;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code CompletionStage} and {@code CompletableFuture}. */
// What is returned here goes to the caller.
@SuppressWarnings("FutureReturnValueIgnored")
final class StageLater implements Later {

    @Override
    public @Nullable Object locked(AsyncLocking call) throws Throwable {
        return AsyncHold.run(call.coordinator(), call.request(), call.as(StageLater::stage));
    }

    @Override
    public @Nullable Object limited(AsyncLimiting call) throws Throwable {
        return AsyncPermits.run(
                call.coordinator(),
                call.request(),
                call.as(StageLater::stage),
                call.plan().refundOn());
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
    public Object failed(RuntimeException failure) {
        return CompletableFuture.failedFuture(failure);
    }
}
