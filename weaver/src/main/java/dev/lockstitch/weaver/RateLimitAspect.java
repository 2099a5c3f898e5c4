package dev.lockstitch.weaver;

import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.SuppressAjWarnings;
import org.jspecify.annotations.Nullable;

/**
 * Woven around methods that bear {@link dev.lockstitch.RateLimited}, once or more, directly or on an annotation of
 * theirs. Outside of the lock: a call that is over its limit asks for none.
 */
@Aspect
public final class RateLimitAspect {

    /** For the weaver. */
    public RateLimitAspect() {}

    /**
     * Runs the method if its limits allow.
     *
     * @param call the call
     * @return the method's result, a fallback's, or nothing
     * @throws Throwable what the method throws, or the reason why it did not run
     */
    @Around(Pointcuts.LIMITED + " && !" + Pointcuts.LOCKED)
    @SuppressAjWarnings("adviceDidNotMatch")
    public @Nullable Object limit(ProceedingJoinPoint call) throws Throwable {
        return Handoff.limit(call);
    }

    /**
     * Runs the method under its lock if its limits allow.
     *
     * @param call the call
     * @return the method's result, a fallback's, or nothing
     * @throws Throwable what the method throws, or the reason why it did not run
     */
    @Around(Pointcuts.LIMITED + " && " + Pointcuts.LOCKED)
    @SuppressAjWarnings("adviceDidNotMatch")
    public @Nullable Object limitAndLock(ProceedingJoinPoint call) throws Throwable {
        return Handoff.limitAndLock(call);
    }
}
