package dev.lockstitch.redis.limit.history;

import dev.lockstitch.Limit;

/**
 * A call that was interrupted or cancelled: it may have taken permits and given them back at some moment between two.
 *
 * @param beganMicros when it asked, on Redis's clock or before
 * @param latestMicros when all that it may have taken was given back
 * @param permits how many it asked for
 * @param limit the limit
 */
public record Withdrawal(long beganMicros, long latestMicros, long permits, Limit limit) {}
