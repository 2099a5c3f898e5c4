package dev.lockstitch.spi;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.LockNotAcquiredException;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Locks for Reactor, which has to be on the class path. Each subscription asks for the lock anew and holds it until it is
 * complete, has failed or is cancelled; waiting blocks no thread. The lock is in Reactor's context under
 * {@code HeldLock.class}, and {@link HeldLock#current()} on the subscribing thread while the body is subscribed to. Never
 * re-entrant.
 */
public final class ReactiveLocks {

    private ReactiveLocks() {}

    /**
     * Asks for a lock on each subscription.
     *
     * @param coordinator whom to ask
     * @param request what to ask
     * @return the lock, to be closed; empty means contended, always; otherwise as
     *     {@link Coordinator#tryLockAsync(LockRequest)}. A lock that nobody takes because the subscription was cancelled is
     *     given back
     */
    public static Mono<HeldLock> tryLock(Coordinator coordinator, LockRequest request) {
        return Mono.fromFuture(() -> coordinator.tryLockAsync(request))
                .flatMap(Mono::justOrEmpty)
                .doOnDiscard(Optional.class, ReactiveLocks::close)
                .doOnDiscard(HeldLock.class, HeldLock::close);
    }

    private static void close(Optional<?> dropped) {
        if (dropped.orElse(null) instanceof HeldLock lock) {
            lock.close();
        }
    }

    /**
     * Runs a {@code Mono} under a lock.
     *
     * @param coordinator whom to ask
     * @param request what to ask
     * @param body called on each subscription, under the lock
     * @param <T> the body's value
     * @return emits as the body does, after the lock was given back; fails with {@link LockNotAcquiredException} when the
     *     lock was not free in time, with {@link CoordinationUnavailableException} when Redis cannot be used and the
     *     reaction is {@code FAIL} or {@code SKIP}
     */
    public static <T> Mono<T> mono(Coordinator coordinator, LockRequest request, Supplier<? extends Mono<T>> body) {
        return mono(coordinator, request, InCodeWork.under(request, body, Mono::error));
    }

    /**
     * Runs a {@code Flux} under a lock; else as {@link #mono(Coordinator, LockRequest, Supplier)}.
     *
     * @param coordinator whom to ask
     * @param request what to ask
     * @param body called on each subscription, under the lock
     * @param <T> the body's values
     * @return emits as the body does, and completes or fails after the lock was given back
     */
    public static <T> Flux<T> flux(Coordinator coordinator, LockRequest request, Supplier<? extends Flux<T>> body) {
        return flux(coordinator, request, InCodeWork.under(request, body, Flux::error));
    }

    /**
     * Runs a {@code Mono} under a lock. For those who implement an advice.
     *
     * @param coordinator whom to ask
     * @param request what to ask
     * @param work done on each subscription; what it throws fails the subscription
     * @param <T> the value
     * @return as {@link #mono(Coordinator, LockRequest, Supplier)}, and what the work does when it is refused
     */
    public static <T> Mono<T> mono(
            Coordinator coordinator, LockRequest request, GuardedWork<LockOutcome, ? extends Mono<T>, ?> work) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> new ReactiveHold<>(coordinator, request, work)),
                hold -> hold.asked()
                        .flatMap(outcome -> Mono.fromDirect(hold.begun(outcome)).contextWrite(hold.context(outcome))),
                ReactiveHold::ended,
                (hold, failure) -> hold.ended(),
                ReactiveHold::ended);
    }

    /**
     * Runs a {@code Flux} under a lock. For those who implement an advice.
     *
     * @param coordinator whom to ask
     * @param request what to ask
     * @param work done on each subscription; what it throws fails the subscription
     * @param <T> the values
     * @return as {@link #flux(Coordinator, LockRequest, Supplier)}, and what the work does when it is refused
     */
    public static <T> Flux<T> flux(
            Coordinator coordinator, LockRequest request, GuardedWork<LockOutcome, ? extends Flux<T>, ?> work) {
        return Flux.usingWhen(
                Mono.fromSupplier(() -> new ReactiveHold<>(coordinator, request, work)),
                hold -> hold.asked()
                        .flatMapMany(outcome -> Flux.from(hold.begun(outcome)).contextWrite(hold.context(outcome))),
                ReactiveHold::ended,
                (hold, failure) -> hold.ended(),
                ReactiveHold::ended);
    }
}
