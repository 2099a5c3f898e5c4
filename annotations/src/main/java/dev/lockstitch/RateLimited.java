package dev.lockstitch;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets the method run at most so often, counted in Redis over all servers.
 *
 * <pre>{@code
 * @RateLimited(key = "sms:{phone}", permits = 5, period = "1m")
 * void sendCode(String phone) { … }
 * }</pre>
 *
 * <p>The algorithm is GCRA, the generic cell rate algorithm of ATM networks (ITU-T I.371), in whole microseconds on
 * Redis's clock: permits come back one by one, evenly spaced, up to {@link #burst()} of them. In any stretch of time
 * {@code t} at most {@code burst + t × permits / period} permits are granted. That is not a sliding window: with the
 * default {@code burst = permits}, the first period after a pause may see up to twice the permits (a full burst at once,
 * and those that came back meanwhile). Where that is too many, choose a smaller burst: {@code burst = 1} spaces calls
 * evenly, and {@code permits × (1 + burst / permits)} bounds any one period.
 *
 * <p>Several limits on one method are one decision, all or nothing; the answer names the limit that bound. Limits are
 * decided before a lock of the same method is asked for.
 *
 * <p>A method that returns {@code CompletionStage}, {@code CompletableFuture}, Guava's {@code ListenableFuture}, or
 * Reactor's {@code Mono} or {@code Flux} blocks no thread while it waits for its permits, but for up to 20 ms in which the
 * decision may come, so that the body of a call that need not wait runs on the caller's thread; else it runs on the
 * module's executor. A {@code Mono} or {@code Flux} is decided on each subscription; its key and cost are those of the
 * call. To cancel the result before the body began gives the permits back. A refusal is a failed result.
 *
 * <p>What the caller sees: over the limit, {@link RateLimitExceededException} (or what {@link #onLimit()} and
 * {@link #fallback()} say); Redis cannot be used, what {@link #onUnavailable()} says; interrupted,
 * {@link InterruptedException} where the method declares it, else {@link CoordinationInterruptedException} with the
 * thread's flag set and the permits given back; whatever the body throws, exactly that.
 *
 * <p>A wrong attribute is refused with an {@link IllegalArgumentException}, a method of a kind that cannot be guarded with
 * an {@link UnsupportedOperationException}, when the injector is created or at the first call, whichever sees it first.
 */
@Documented
@Repeatable(RateLimits.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface RateLimited {

    /**
     * The key template, written as in {@link DistributedLock#key()}. The key in Redis is the limit's name and this key,
     * so that limits of different methods never mix.
     *
     * @return the key template
     */
    String key();

    /**
     * Permits per period, at least 1 (bounds: {@link Limit}). 0, the default, means: the numbers are supplied by an
     * override ({@link RateLimitOverrides}); {@link #burst()} must then be 0 too and {@link #period()} counts for nothing.
     * A call for which no override supplies them is refused with an {@link IllegalArgumentException} that says so.
     *
     * @return the number of permits
     */
    long permits() default 0;

    /**
     * The period, from {@code 1ms} to {@code 365d}. Default: 1 second.
     *
     * @return a duration
     */
    String period() default "1s";

    /**
     * How many permits can be taken at once after a pause. 0, the default: as many as {@link #permits()}.
     *
     * @return the burst
     */
    long burst() default 0;

    /**
     * The permits that a call takes. Empty, the default: 1. Else a whole number from 0, or a template as in {@link #key()}
     * that yields one ({@code "{batch.size}"}): one placeholder, with nothing but digits beside it. It is read at the call,
     * on the caller's thread.
     *
     * <p>0 passes and reads the state. More than the burst is rejected for good: {@link RateLimitDecision#retryAfter()} is
     * then {@link RateLimitDecision#NEVER}. A value that is null, negative, or no whole number within {@code long} is an
     * {@link IllegalArgumentException}.
     *
     * @return a number, a template, or the empty text
     */
    String cost() default "";

    /**
     * How long to wait for the permits, from {@code 0s} to {@code 365d}. {@code 0s}, the default, rejects at once.
     *
     * <p>A call that has to wait reserves its permits, and with them its turn: it sleeps once, until they are due, and
     * calls begin in the order of their arrival across all servers. A call whose turn would come later than that is
     * rejected at once and reserves nothing. An interrupted or cancelled wait gives the reservation back.
     *
     * @return a duration
     */
    String waitTime() default "0s";

    /**
     * What to do when the limit is exceeded. Default: {@link OnLimit#THROW}.
     *
     * @return the reaction
     */
    OnLimit onLimit() default OnLimit.THROW;

    /**
     * The name of a method of the same class to call instead of throwing: with the same parameters, or with one more at
     * the end that takes the exception ({@link RateLimitExceededException}, under {@link OnUnavailable#FAIL} also
     * {@link CoordinationUnavailableException}; declare {@link CoordinationException} to take both). Default: none.
     *
     * @return a method name, or the empty text
     */
    String fallback() default "";

    /**
     * The limit's stable name: part of the key in Redis, and for overrides, metrics and headers. Methods share a limit
     * by the same name; different numbers under one name are refused. Empty, the default: {@code SimpleClass.method},
     * with {@code #2}, {@code #3} for further limits of the method; where two methods would get the same name by
     * default it is refused.
     *
     * @return a name, or the empty text
     */
    String name() default "";

    /**
     * Gives the permits of a call back when the method throws one of these or a subclass, the refusal of its lock among
     * them; where it returns a result that comes later, also when that fails with one (a {@code CompletionException} stands
     * for its cause). Default: none. A call that was let through because Redis could not be used has nothing to give back.
     *
     * <p>What the method throws comes out as it is, whatever becomes of the permits: trouble with giving them back is
     * logged. A method that is done when it returns waits for the confirmation, at most for the module's decision budget; a
     * result that comes later does not.
     *
     * <p>The limits of one method are one decision, which is given back as a whole: limits of one method with different
     * types are refused.
     *
     * @return exception types
     */
    Class<? extends Throwable>[] refundOn() default {};

    /**
     * What to do while Redis cannot be used. Default: what the module says.
     *
     * <p>{@link OnUnavailable#LOCAL} enforces the same limit in this JVM: N servers together grant up to N times the limit
     * then, beside what Redis had granted before.
     *
     * <p>Where the limits of one method differ, the strictest counts for all of them: from lenient to strict
     * {@code DEFAULT}, {@code PROCEED}, {@code LOCAL}, {@code SKIP}, {@code FAIL}.
     *
     * @return the reaction to an outage
     */
    OnUnavailable onUnavailable() default OnUnavailable.DEFAULT;
}
