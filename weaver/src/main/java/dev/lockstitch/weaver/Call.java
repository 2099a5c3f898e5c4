package dev.lockstitch.weaver;

import org.jspecify.annotations.Nullable;

/** One call of a guarded method: what the advice needs of it, so that it runs in tests without weaving. */
interface Call {

    /** The object, null for a static method. */
    @Nullable
    Object target();

    @Nullable
    Object[] args();

    /** Runs the body. */
    @Nullable
    Object proceed() throws Throwable;
}
