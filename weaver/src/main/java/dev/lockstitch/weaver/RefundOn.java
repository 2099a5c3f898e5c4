package dev.lockstitch.weaver;

import dev.lockstitch.RateLimited;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The exceptions for which the permits of a call are given back. */
record RefundOn(Set<Class<? extends Throwable>> types) implements Predicate<Throwable> {

    /** Null for none. The limits of a method are one decision, which is given back as a whole or not at all. */
    static @Nullable RefundOn of(List<Declared<RateLimited>> limits) {
        RateLimited first = limits.get(0).annotation();
        Set<Class<? extends Throwable>> types = distinct(first);
        for (Declared<RateLimited> declared : limits) {
            if (!distinct(declared.annotation()).equals(types)) {
                throw declared.wrong(
                        "refundOn",
                        declared.annotation().refundOn(),
                        "the limits of a method are one decision and given back together, but another of them has refundOn"
                                + " = "
                                + Declared.literal(first.refundOn()) + "; write the same for all");
            }
        }
        return types.isEmpty() ? null : new RefundOn(types);
    }

    private static Set<Class<? extends Throwable>> distinct(RateLimited limited) {
        return Set.copyOf(List.of(limited.refundOn()));
    }

    @Override
    public boolean test(Throwable thrown) {
        for (Class<? extends Throwable> type : types) {
            if (type.isInstance(thrown)) {
                return true;
            }
        }
        return false;
    }
}
