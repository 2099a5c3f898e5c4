package dev.lockstitch;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs the method only while this process holds a lock in Redis: calls with the same key exclude each other, on all
 * servers, whatever the methods are called.
 *
 * <pre>{@code
 * @DistributedLock(key = "order:{order.id}", waitTime = "2s")
 * public Receipt pay(Order order) { … }
 * }</pre>
 *
 * <p>Durations are written {@code 500ms}, {@code 2s}, {@code 5m}, {@code 1h}, {@code 1d} or in ISO-8601
 * ({@code PT2S}); a bare number is refused.
 *
 * <p>Re-entrant within the synchronous extent of the call, on the same thread: a nested call for a key that the thread
 * holds already runs at once, sends nothing to Redis and leaves the outer lease as it is.
 *
 * <p>A method that returns a {@code CompletionStage}, a {@code CompletableFuture}, Guava's {@code ListenableFuture} or
 * Reactor's {@code Mono} or {@code Flux}, declared as exactly that type, holds its lock until the result is complete,
 * failed or cancelled; see {@link HeldLock#current()} for what its continuations can see of the lock.
 * <ul>
 *   <li>The key is rendered at the call. A {@code Mono} or {@code Flux} asks for the lock on each subscription, and the
 *       method itself runs then; the others ask at the call.
 *   <li>Waiting blocks no thread, but for up to 20 ms in which the first answer may come, so that a call whose lock is
 *       free runs on the caller's own thread. A thread of Netty's or Reactor's that must not block waits not at all. A
 *       body that comes later runs on the module's executor.
 *   <li>The lock is given back before anyone sees the result. Such a hold belongs to the call or subscription, not to a
 *       thread: it is never re-entrant.
 *   <li>What the method throws, or a null instead of a future, comes out of the call as it is when the method ran on the
 *       caller's thread; later, the result fails with that exception, or completes with null. A {@code Mono} or
 *       {@code Flux} fails in either case.
 *   <li>Cancelling the result before the lock was granted withdraws the request; afterwards it cancels the method's own
 *       future.
 *   <li>Refusals of the lock are failures of the result; a wrong key is thrown by the call, or fails the {@code Mono} or
 *       {@code Flux} on subscription.
 * </ul>
 *
 * <p>What the caller sees: contended until the wait time is over, {@link LockNotAcquiredException} (or what
 * {@link #onContention()} and {@link #fallback()} say); Redis cannot be used, what {@link #onUnavailable()} says;
 * interrupted while waiting, {@link InterruptedException} where the method declares it, else
 * {@link CoordinationInterruptedException} with the thread's flag set; whatever the body throws, exactly that.
 *
 * <p>A wrong attribute is refused with an {@link IllegalArgumentException}, a method whose result comes later in a type
 * that is not named above with an {@link UnsupportedOperationException}, when the injector is created or at the first
 * call, whichever sees it first. The method must be woven by AspectJ; the Guice module refuses to start when it is not.
 *
 * <p>The annotation may stand on another annotation type; methods that bear that type are guarded alike.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface DistributedLock {

    /**
     * The key template: literal text with placeholders in braces.
     *
     * <p>{@code {orderId}} is a parameter by name, {@code {0}} one by position, {@code {order.customer.id}} a path
     * (record component, getter, public field, method without arguments; on a {@code Map} the entry of that name),
     * {@code {this.region}} a property of the object, {@code {#tenant}} a variable bound in Guice.
     * {@code {apiKey|hash}} puts a hash in place of the text. Doubled braces are literal ones.
     *
     * <p>A value that is null or empty is an {@link InvalidKeyException}, never a shared key. Values are escaped, so
     * that no two lists of values give the same key.
     *
     * <p>Several keys are taken together, all or none, in an order of the library's own: methods that name the same keys
     * in different orders do not block each other for good. Keys that come out equal count once.
     *
     * @return one or more key templates
     */
    String[] key();

    /**
     * How long to wait for the lock, from {@code 0s} (try once) to {@code 365d}. Default: 5 seconds.
     *
     * @return a duration
     */
    String waitTime() default "5s";

    /**
     * How long the lock lasts in Redis. Empty, the default: it is renewed while the method runs and gone soon after a
     * crash (the module's lock lease, 30 seconds by default). Given, from {@code 10ms} to {@code 365d}: exactly that
     * long, never renewed; a method that runs longer loses it.
     *
     * @return a duration, or the empty text
     */
    String leaseTime() default "";

    /**
     * Keeps the lock at least that long after it was acquired, also when the body throws: for jobs that the next server
     * must not repeat at once. The call itself returns when its body is done. From {@code 0s}, the default, to
     * {@code 365d}; a {@link #leaseTime()} that is given must not be shorter.
     *
     * @return a duration
     */
    String minHoldTime() default "0s";

    /**
     * Exclusive or shared: readers together, a writer alone. Default: {@link LockMode#EXCLUSIVE}.
     *
     * @return the mode
     */
    LockMode mode() default LockMode.EXCLUSIVE;

    /**
     * First come, first served across all servers. Default: false.
     *
     * @return whether waiting calls are served in the order of their arrival
     */
    boolean fair() default false;

    /**
     * What to do when the lock was not free within the wait time. Default: {@link OnContention#THROW}.
     *
     * @return the reaction to contention
     */
    OnContention onContention() default OnContention.THROW;

    /**
     * The name of a method of the same class to call instead of throwing: with the same parameters, or with one more at
     * the end that takes the exception ({@link LockNotAcquiredException}, under {@link OnUnavailable#FAIL} also
     * {@link CoordinationUnavailableException}; declare {@link CoordinationException} to take both). Default: none.
     *
     * @return a method name, or the empty text
     */
    String fallback() default "";

    /**
     * The lock's stable name, for overrides, listeners and metrics. Empty, the default: {@code SimpleClass.method}.
     *
     * @return a name, or the empty text
     */
    String name() default "";

    /**
     * What to do while Redis cannot be used. Default: what the module says.
     *
     * @return the reaction to an outage
     */
    OnUnavailable onUnavailable() default OnUnavailable.DEFAULT;
}
