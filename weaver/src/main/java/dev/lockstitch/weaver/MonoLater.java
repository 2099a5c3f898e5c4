package dev.lockstitch.weaver;

import dev.lockstitch.spi.ReactiveLimits;
import dev.lockstitch.spi.ReactiveLocks;
import reactor.core.publisher.Mono;

/** Reactor's {@code Mono}. Loaded only where a method returns one. */
final class MonoLater extends ReactiveLater {

    @Override
    public Object locked(AsyncLocking call) {
        return ReactiveLocks.mono(
                call.coordinator(), call.request(), call.as(own(call.plan().reply())));
    }

    @Override
    public Object limited(AsyncLimiting call) {
        return ReactiveLimits.mono(
                call.coordinator(),
                call.request(),
                call.as(own(call.plan().reply())),
                call.plan().refundOn());
    }

    private static Later.Conversion<Mono<Object>> own(Reply reply) {
        return publisher("Mono", reply.display());
    }

    @Override
    public Object nothing() {
        return Mono.empty();
    }

    @Override
    public Object failed(RuntimeException failure) {
        return Mono.error(failure);
    }
}
