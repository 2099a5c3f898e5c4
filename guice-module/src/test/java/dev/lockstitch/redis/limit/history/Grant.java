package dev.lockstitch.redis.limit.history;

import dev.lockstitch.Limit;

/**
 * Permits that a call got.
 *
 * @param startMicros when it was to start, on Redis's clock: decided then, or waited until then
 * @param permits how many
 * @param limit the limit that held
 */
public record Grant(long startMicros, long permits, Limit limit) {}
