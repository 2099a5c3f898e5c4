package dev.lockstitch;

/**
 * Told of each decision about rate limits: for metrics, logs and headers. Bind it with
 * {@code LockstitchModule.rateLimitListener(binder())}; there may be several. Methods may be called by many threads at
 * once and should be short; what they throw is logged and harms nobody.
 */
public interface RateLimitListener {

    /**
     * It was decided about a call: granted, rejected, granted only because its limits stand in shadow, or let through
     * because Redis could not be used ({@link RateLimitDecision#enforced()} tells). Called before the body, on the
     * caller's thread, so that request-scoped state is at hand; where the method returns a future and its decision took
     * longer than a moment, and for a Mono or Flux, on the thread that goes on with the call. A Mono or Flux is told of on
     * each subscription.
     *
     * @param decision the decision
     */
    default void onDecision(RateLimitDecision decision) {}
}
