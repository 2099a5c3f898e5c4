package dev.lockstitch.weaver;

import org.jspecify.annotations.Nullable;

/** What a limit stands before: the method itself, or the lock around it. */
interface Body {

    @Nullable
    Object proceed() throws Throwable;
}
