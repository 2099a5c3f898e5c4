package dev.lockstitch.weaver;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.spi.Wiring;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/** A kind of result that comes after the method returned, and until whose end its lock is held. */
interface Later {

    /** Asks for the lock and does what is to be done, now or later. */
    @Nullable
    Object run(LockPlan plan, ProceedingJoinPoint call, Wiring wiring) throws Throwable;

    /** Complete already, without a value. */
    Object nothing();

    Object failed(CoordinationException refusal);

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
}
