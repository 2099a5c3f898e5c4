package dev.lockstitch.weaver;

import java.util.concurrent.atomic.AtomicBoolean;
import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** While no coordinator is handed over: calls go ahead, and the first of them says so. */
final class NoGuards implements Guards {

    private static final Logger LOG = LoggerFactory.getLogger(Handoff.class);

    private final String why;
    private final AtomicBoolean warned = new AtomicBoolean();

    NoGuards(String why) {
        this.why = why;
    }

    @Override
    public @Nullable Object lock(JoinPoint.StaticPart method, ProceedingJoinPoint call) throws Throwable {
        return unguarded(method, call);
    }

    @Override
    public @Nullable Object limit(JoinPoint.StaticPart method, ProceedingJoinPoint call) throws Throwable {
        return unguarded(method, call);
    }

    @Override
    public @Nullable Object limitAndLock(JoinPoint.StaticPart method, ProceedingJoinPoint call) throws Throwable {
        return unguarded(method, call);
    }

    private @Nullable Object unguarded(JoinPoint.StaticPart method, ProceedingJoinPoint call) throws Throwable {
        if (!warned.get() && warned.compareAndSet(false, true)) {
            LOG.warn(
                    "{} runs without its lock or limit: {}. Annotated methods go ahead unguarded until"
                            + " an injector hands over its coordinator; this is said once",
                    GuardedMethod.of(method).display(),
                    why);
        }
        return call.proceed();
    }
}
