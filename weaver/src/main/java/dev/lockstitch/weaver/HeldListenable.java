package dev.lockstitch.weaver;

import com.google.common.util.concurrent.AbstractFuture;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the caller gets of a guarded stage: complete once that is. To cancel it cancels the guarded stage first. */
// What is chained here ends in the result: no failure is lost.
@SuppressWarnings("FutureReturnValueIgnored")
final class HeldListenable extends AbstractFuture<@Nullable Object> {

    private final CompletableFuture<Object> held;

    private HeldListenable(CompletableFuture<Object> held) {
        this.held = held;
    }

    static HeldListenable of(CompletableFuture<Object> held) {
        HeldListenable listenable = new HeldListenable(held);
        held.whenComplete(listenable::settle);
        return listenable;
    }

    private void settle(@Nullable Object value, @Nullable Throwable failure) {
        if (failure == null) {
            set(value);
        } else if (failure instanceof CancellationException) {
            super.cancel(false);
        } else {
            setException(failure);
        }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean wasDone = isDone();
        held.cancel(mayInterrupt);
        super.cancel(mayInterrupt);
        return !wasDone && isCancelled();
    }
}
