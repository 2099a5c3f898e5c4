package dev.lockstitch.weaver;

import org.aspectj.lang.JoinPoint;
import org.jspecify.annotations.Nullable;

/** What stands between a woven method and its body. */
interface Guards {

    @Nullable
    Object lock(JoinPoint.StaticPart method, Call call) throws Throwable;

    @Nullable
    Object limit(JoinPoint.StaticPart method, Call call) throws Throwable;
}
