package dev.lockstitch.weaver;

import dev.lockstitch.spi.ReactiveLimits;
import dev.lockstitch.spi.ReactiveLocks;
import reactor.core.publisher.Flux;

/** Reactor's {@code Flux}. Loaded only where a method returns one. */
final class FluxLater extends ReactiveLater {

    @Override
    public Object locked(AsyncLocking call) {
        return ReactiveLocks.flux(
                call.coordinator(), call.request(), call.as(own(call.plan().reply())));
    }

    @Override
    public Object limited(AsyncLimiting call) {
        return ReactiveLimits.flux(
                call.coordinator(),
                call.request(),
                call.as(own(call.plan().reply())),
                call.plan().refundOn());
    }

    private static Later.Conversion<Flux<Object>> own(Reply reply) {
        return publisher("Flux", reply.display());
    }

    @Override
    public Object nothing() {
        return Flux.empty();
    }

    @Override
    public Object failed(RuntimeException failure) {
        return Flux.error(failure);
    }
}
