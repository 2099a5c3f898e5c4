package dev.lockstitch.weaver;

import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.SuppressAjWarnings;
import org.jspecify.annotations.Nullable;

/**
 * Woven around methods that bear {@link dev.lockstitch.DistributedLock}, directly or on an annotation of theirs, and no
 * limit beside it.
 */
@Aspect
public final class DistributedLockAspect {

    /** For the weaver. */
    public DistributedLockAspect() {}

    /**
     * Runs the method under its lock.
     *
     * @param call the call
     * @return the method's result, its fallback's, or nothing
     * @throws Throwable what the method throws, or the reason why it did not run
     */
    @Around(Pointcuts.LOCKED + " && !" + Pointcuts.LIMITED)
    @SuppressAjWarnings("adviceDidNotMatch")
    public @Nullable Object lock(ProceedingJoinPoint call) throws Throwable {
        return Handoff.lock(call);
    }
}
