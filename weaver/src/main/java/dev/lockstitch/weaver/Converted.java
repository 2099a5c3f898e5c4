package dev.lockstitch.weaver;

import dev.lockstitch.spi.GuardedWork;
import org.jspecify.annotations.Nullable;

/** The same work with results of another type. */
record Converted<O, R>(GuardedWork<O, Object, Throwable> work, Later.Conversion<R> conversion)
        implements GuardedWork<O, R, Throwable> {

    @Override
    public @Nullable R body() throws Throwable {
        return conversion.of(work.body());
    }

    @Override
    public @Nullable R refused(O outcome) throws Throwable {
        return conversion.of(work.refused(outcome));
    }
}
