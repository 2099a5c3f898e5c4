package dev.lockstitch.spi;

import dev.lockstitch.CoordinationException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A body that stands in code, where a refusal is always a failure of the result. */
record InCodeWork<O, R>(
        Supplier<? extends R> supplier,
        Function<? super O, CoordinationException> refusal,
        Function<CoordinationException, R> failed)
        implements GuardedWork<O, R, RuntimeException> {

    static <R> InCodeWork<LockOutcome, R> under(
            LockRequest request, Supplier<? extends R> body, Function<CoordinationException, R> failed) {
        return new InCodeWork<>(body, outcome -> InCode.refusal(outcome, request), failed);
    }

    static <R> InCodeWork<LimitOutcome, R> within(
            LimitRequest request, Supplier<? extends R> body, Function<CoordinationException, R> failed) {
        return new InCodeWork<>(body, outcome -> InCode.refusal(outcome, request), failed);
    }

    @Override
    public @Nullable R body() {
        return supplier.get();
    }

    @Override
    public R refused(O outcome) {
        return failed.apply(refusal.apply(outcome));
    }
}
