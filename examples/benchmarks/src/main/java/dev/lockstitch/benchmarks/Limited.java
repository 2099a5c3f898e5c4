package dev.lockstitch.benchmarks;

import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimited;

/**
 * Methods as users have them: annotated, and woven when this module is compiled. One for each {@link Quota}. A failure of
 * Redis must not look like a fast grant, hence {@code FAIL}.
 */
public class Limited {

    /**
     * {@link Quota#MILLION_A_SECOND}.
     *
     * @param key the key
     * @param body what to run
     */
    @RateLimited(key = "{key}", permits = 1_000_000, name = "mas", onUnavailable = OnUnavailable.FAIL)
    public void millionASecond(String key, Runnable body) {
        body.run();
    }

    /**
     * {@link Quota#THOUSAND_A_SECOND}.
     *
     * @param key the key
     * @param body what to run
     */
    @RateLimited(key = "{key}", permits = 1_000, name = "tas", onUnavailable = OnUnavailable.FAIL)
    public void thousandASecond(String key, Runnable body) {
        body.run();
    }

    /**
     * {@link Quota#TEN_A_SECOND}.
     *
     * @param key the key
     * @param body what to run
     */
    @RateLimited(key = "{key}", permits = 10, name = "ten", onUnavailable = OnUnavailable.FAIL)
    public void tenASecond(String key, Runnable body) {
        body.run();
    }

    /**
     * {@link Quota#HUNDRED_THOUSAND_A_MINUTE}.
     *
     * @param key the key
     * @param body what to run
     */
    @RateLimited(key = "{key}", permits = 100_000, period = "1m", name = "htm", onUnavailable = OnUnavailable.FAIL)
    public void hundredThousandAMinute(String key, Runnable body) {
        body.run();
    }
}
