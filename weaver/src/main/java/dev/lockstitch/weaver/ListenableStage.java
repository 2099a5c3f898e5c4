package dev.lockstitch.weaver;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A method's {@code ListenableFuture} as a stage; to cancel it cancels the method's own first. */
final class ListenableStage extends CompletableFuture<Object> {

    private final ListenableFuture<?> future;

    private ListenableStage(ListenableFuture<?> future) {
        this.future = future;
    }

    static ListenableStage of(ListenableFuture<?> future) {
        ListenableStage stage = new ListenableStage(future);
        Futures.addCallback(
                future,
                new FutureCallback<@Nullable Object>() {
                    @Override
                    public void onSuccess(@Nullable Object value) {
                        stage.complete(value);
                    }

                    @Override
                    public void onFailure(Throwable failure) {
                        stage.completeExceptionally(failure);
                    }
                },
                MoreExecutors.directExecutor());
        return stage;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        future.cancel(mayInterrupt);
        return super.cancel(mayInterrupt);
    }
}
