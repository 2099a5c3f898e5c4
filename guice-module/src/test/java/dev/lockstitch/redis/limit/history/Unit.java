package dev.lockstitch.redis.limit.history;

import dev.lockstitch.Limit;
import java.math.BigInteger;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * A burst cut into so many parts that a permit of each limit of a history, and what comes back in a microsecond, are whole
 * parts: a change of the limit keeps the share that is spent, so that shares are what can be compared across it.
 *
 * @param burst the parts of a burst, of whichever limit
 */
record Unit(long burst) {

    static Unit of(Collection<Limit> limits) {
        BigInteger parts = BigInteger.ONE;
        for (Limit limit : limits) {
            BigInteger own = BigInteger.valueOf(limit.burst()).multiply(BigInteger.valueOf(periodMicros(limit)));
            parts = parts.divide(parts.gcd(own)).multiply(own);
        }
        return new Unit(parts.longValueExact());
    }

    long of(Limit limit, long permits) {
        return Math.multiplyExact(permits, burst / limit.burst());
    }

    /** What comes back in a microsecond. */
    long speed(Limit limit) {
        return Math.multiplyExact(limit.permits(), burst / (limit.burst() * periodMicros(limit)));
    }

    private static long periodMicros(Limit limit) {
        return TimeUnit.MICROSECONDS.convert(limit.period());
    }
}
