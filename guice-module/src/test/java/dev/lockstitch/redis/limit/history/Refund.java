package dev.lockstitch.redis.limit.history;

import dev.lockstitch.Limit;

/**
 * Permits that came back at some moment between two.
 *
 * @param earliestMicros not before that, on Redis's clock
 * @param latestMicros not after that
 * @param permits how many
 * @param limit the limit that held when they were granted
 */
public record Refund(long earliestMicros, long latestMicros, long permits, Limit limit) {

    public Refund {
        if (latestMicros < earliestMicros) {
            throw new IllegalArgumentException("A refund ends at " + latestMicros + " before " + earliestMicros);
        }
    }

    static Refund at(long micros, long permits, Limit limit) {
        return new Refund(micros, micros, permits, limit);
    }
}
