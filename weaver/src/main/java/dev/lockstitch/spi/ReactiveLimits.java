package dev.lockstitch.spi;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimitExceededException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Limits for Reactor, which has to be on the class path. Each subscription asks for its permits anew; waiting blocks no
 * thread. A subscription that is cancelled before its body began gives them back.
 */
public final class ReactiveLimits {

    private ReactiveLimits() {}

    /**
     * Asks for permits on each subscription.
     *
     * @param coordinator whom to ask
     * @param request what to ask
     * @return the decision, granted or not, when the permits are there; otherwise as
     *     {@link Coordinator#tryAcquireAsync(LimitRequest)}. Permits of a decision that nobody takes because the
     *     subscription was cancelled are given back
     */
    public static Mono<RateLimitDecision> tryAcquire(Coordinator coordinator, LimitRequest request) {
        return Mono.fromFuture(() -> coordinator.tryAcquireAsync(request))
                .doOnDiscard(
                        RateLimitDecision.class,
                        decision -> Refunds.start(coordinator, new LimitOutcome.Decided(decision)));
    }

    /**
     * Runs a {@code Mono} when there are permits for it.
     *
     * @param coordinator whom to ask
     * @param request what to ask
     * @param body called on each subscription that has its permits
     * @param <T> the body's value
     * @return emits as the body does; fails with {@link RateLimitExceededException} when the limit is exceeded, with
     *     {@link CoordinationUnavailableException} when Redis cannot be used and the reaction is {@code FAIL} or
     *     {@code SKIP}
     */
    public static <T> Mono<T> mono(Coordinator coordinator, LimitRequest request, Supplier<? extends Mono<T>> body) {
        return mono(coordinator, request, InCodeWork.within(request, body, Mono::error), null);
    }

    /**
     * Runs a {@code Flux} when there are permits for it; else as {@link #mono(Coordinator, LimitRequest, Supplier)}.
     *
     * @param coordinator whom to ask
     * @param request what to ask
     * @param body called on each subscription that has its permits
     * @param <T> the body's values
     * @return emits as the body does
     */
    public static <T> Flux<T> flux(Coordinator coordinator, LimitRequest request, Supplier<? extends Flux<T>> body) {
        return flux(coordinator, request, InCodeWork.within(request, body, Flux::error), null);
    }

    /**
     * Runs a {@code Mono} when there are permits for it. For those who implement an advice.
     *
     * @param coordinator whom to ask
     * @param request what to ask
     * @param work done on each subscription; what it throws fails the subscription
     * @param refundOn the failures of the work for which its permits are given back; null for none
     * @param <T> the value
     * @return as {@link #mono(Coordinator, LimitRequest, Supplier)}, and what the work does when it is refused
     */
    public static <T> Mono<T> mono(
            Coordinator coordinator,
            LimitRequest request,
            GuardedWork<LimitOutcome, ? extends Mono<T>, ?> work,
            @Nullable Predicate<? super Throwable> refundOn) {
        return Mono.defer(() -> {
            ReactivePermits<T> permits = new ReactivePermits<>(coordinator, request, work, refundOn);
            return permits.asked()
                    .flatMap(outcome -> Mono.fromDirect(permits.begun(outcome)))
                    .doOnError(permits::failed)
                    .doOnCancel(permits::cancelled);
        });
    }

    /**
     * Runs a {@code Flux} when there are permits for it. For those who implement an advice.
     *
     * @param coordinator whom to ask
     * @param request what to ask
     * @param work done on each subscription; what it throws fails the subscription
     * @param refundOn the failures of the work for which its permits are given back; null for none
     * @param <T> the values
     * @return as {@link #flux(Coordinator, LimitRequest, Supplier)}, and what the work does when it is refused
     */
    public static <T> Flux<T> flux(
            Coordinator coordinator,
            LimitRequest request,
            GuardedWork<LimitOutcome, ? extends Flux<T>, ?> work,
            @Nullable Predicate<? super Throwable> refundOn) {
        return Flux.defer(() -> {
            ReactivePermits<T> permits = new ReactivePermits<>(coordinator, request, work, refundOn);
            return permits.asked()
                    .flatMapMany(permits::begun)
                    .doOnError(permits::failed)
                    .doOnCancel(permits::cancelled);
        });
    }
}
