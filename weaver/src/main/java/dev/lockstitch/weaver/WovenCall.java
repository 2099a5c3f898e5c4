package dev.lockstitch.weaver;

import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/** A call that came through the weaving. */
record WovenCall(ProceedingJoinPoint joinPoint) implements Call {

    @Override
    public @Nullable Object target() {
        return joinPoint.getTarget();
    }

    @Override
    public @Nullable Object[] args() {
        return joinPoint.getArgs();
    }

    @Override
    public @Nullable Object proceed() throws Throwable {
        return joinPoint.proceed();
    }
}
