package dev.lockstitch.weaver;

import dev.lockstitch.CoordinationException;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/** What to call instead of throwing, if anything. */
record Fallback(List<Candidate> candidates) {

    static final Fallback NONE = new Fallback(List.of());

    boolean accepts(CoordinationException exception) {
        return candidateFor(exception) != null;
    }

    /** Calls the fallback that takes this exception, or throws it. What the fallback throws comes out as it is. */
    @Nullable
    Object insteadOf(CoordinationException exception, ProceedingJoinPoint call) throws Throwable {
        Candidate candidate = candidateFor(exception);
        if (candidate == null) {
            throw exception;
        }
        return (Object) candidate.handle().invokeExact(call.getTarget(), call.getArgs(), (Throwable) exception);
    }

    private @Nullable Candidate candidateFor(CoordinationException exception) {
        for (Candidate candidate : candidates) {
            if (candidate.takes().isInstance(exception)) {
                return candidate;
            }
        }
        return null;
    }

    /**
     * One method to fall back to.
     *
     * @param takes the exceptions for which it is called
     * @param handle of type {@code (Object target, Object[] args, Throwable exception) -> Object}
     */
    record Candidate(Class<?> takes, MethodHandle handle) {}
}
