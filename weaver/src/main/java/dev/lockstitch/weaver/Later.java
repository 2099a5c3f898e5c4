package dev.lockstitch.weaver;

import dev.lockstitch.CoordinationException;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/** A kind of result that comes after the method returned. */
interface Later {

    /** Asks for the lock and does what is to be done, now or later; the lock is held until the result's end. */
    @Nullable
    Object locked(AsyncLocking call) throws Throwable;

    /** Asks for the permits and does what is to be done, now or later. */
    @Nullable
    Object limited(AsyncLimiting call) throws Throwable;

    /** Complete already, without a value. */
    Object nothing();

    Object failed(RuntimeException failure);

    /** What comes of a call for which nothing can be asked, because its key or cost cannot be made. */
    default Object wrong(IllegalArgumentException e) {
        throw e;
    }

    /** What a fallback throws is the fallback's, and comes out like what a body throws; our own refusal is a result. */
    default @Nullable Object refused(CoordinationException refusal, Fallback fallback, ProceedingJoinPoint call)
            throws Throwable {
        return fallback.accepts(refusal) ? fallback.insteadOf(refusal, call) : failed(refusal);
    }

    /** By name, so that the classes of optional libraries are touched only where a method has them in its signature. */
    static @Nullable Later of(Class<?> returns) {
        return switch (returns.getName()) {
            case "java.util.concurrent.CompletionStage", "java.util.concurrent.CompletableFuture" -> new StageLater();
            case "com.google.common.util.concurrent.ListenableFuture" -> new ListenableLater();
            case "reactor.core.publisher.Mono" -> new MonoLater();
            case "reactor.core.publisher.Flux" -> new FluxLater();
            default -> null;
        };
    }

    /** From what the method returned. */
    interface Conversion<R> {
        @Nullable
        R of(@Nullable Object result);
    }
}
