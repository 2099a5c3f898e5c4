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
 * <p>What the caller sees: over the limit, {@link RateLimitExceededException} (or what {@link #onLimit()} and
 * {@link #fallback()} say); Redis cannot be used, what {@link #onUnavailable()} says; interrupted,
 * {@link InterruptedException} where the method declares it, else {@link CoordinationInterruptedException} with the
 * thread's flag set; whatever the body throws, exactly that.
 *
 * <p>A wrong attribute is refused with an {@link IllegalArgumentException}, one that this version does not support yet
 * with an {@link UnsupportedOperationException}, when the injector is created or at the first call, whichever sees it
 * first.
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
     * Permits per period, at least 1 (bounds: {@link Limit}). 0, the default, means: supplied by an override.
     *
     * <p>Overrides are not supported in this version: 0 is refused at the first use.
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
     * The permits that a call takes. Empty, the default: 1. Else a template that yields a whole number
     * ({@code "{batch.size}"}).
     *
     * <p>Not supported in this version: any other value is refused at the first use.
     *
     * @return a template, or the empty text
     */
    String cost() default "";

    /**
     * How long to wait for the permit. {@code 0s}, the default, rejects at once.
     *
     * <p>Not supported in this version: any other value is refused at the first use.
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
     * Gives the permits back when the method throws one of these. Default: none.
     *
     * <p>Not supported in this version: any other value is refused at the first use.
     *
     * @return exception types
     */
    Class<? extends Throwable>[] refundOn() default {};

    /**
     * What to do while Redis cannot be used. Default: what the module says. Where the limits of one method differ, the
     * strictest counts: {@code FAIL}, {@code SKIP}, {@code PROCEED}.
     *
     * @return the reaction to an outage
     */
    OnUnavailable onUnavailable() default OnUnavailable.DEFAULT;
}
