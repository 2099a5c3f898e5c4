package dev.lockstitch.weaver;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.spi.ReactiveLocks;
import dev.lockstitch.spi.Wiring;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Reactor's {@code Flux}: the method itself runs on each subscription. Loaded only where a method returns one. */
final class FluxLater implements Later {

    @Override
    public Object run(LockPlan plan, ProceedingJoinPoint call, Wiring wiring) {
        AsyncLocking locking;
        try {
            locking = AsyncLocking.of(plan, call, wiring, this);
        } catch (IllegalArgumentException e) {
            return Flux.error(e);
        }
        String display = plan.reply().display();
        return ReactiveLocks.flux(
                locking.coordinator(), locking.request(), locking.as(result -> publisher(result, display)));
    }

    @SuppressWarnings("unchecked")
    private static Flux<Object> publisher(@Nullable Object result, String display) {
        if (result == null) {
            throw new NullPointerException(display + " returned null instead of a Flux");
        }
        return (Flux<Object>) result;
    }

    @Override
    public Object nothing() {
        return Flux.empty();
    }

    @Override
    public Object failed(CoordinationException refusal) {
        return Flux.error(refusal);
    }
}
