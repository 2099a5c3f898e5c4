package dev.lockstitch.weaver;

import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/** What stands between a woven method and its body. */
interface Guards {

    @Nullable
    Object lock(JoinPoint.StaticPart method, ProceedingJoinPoint call) throws Throwable;

    @Nullable
    Object limit(JoinPoint.StaticPart method, ProceedingJoinPoint call) throws Throwable;

    @Nullable
    Object limitAndLock(JoinPoint.StaticPart method, ProceedingJoinPoint call) throws Throwable;
}
