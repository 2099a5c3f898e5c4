package dev.lockstitch.spi;

import dev.lockstitch.CoordinationException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A body that stands in code, where a refusal is always a failure of the result. */
record InCodeWork<R>(LockRequest request, Supplier<? extends R> supplier, Function<CoordinationException, R> failed)
        implements HeldWork<R, RuntimeException> {

    @Override
    public @Nullable R body() {
        return supplier.get();
    }

    @Override
    public R refused(LockOutcome outcome) {
        return failed.apply(InCode.refusal(outcome, request));
    }
}
