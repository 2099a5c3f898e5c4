package dev.lockstitch.redis.limit;

import dev.lockstitch.Limit;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * A limit in the numbers of the scripts, where a tick is so short that a permit comes back in whole ticks. {@link Limit}
 * sees to it that a burst has less than 2<sup>53</sup> ticks, so that nothing here overflows.
 *
 * @param limit the limit
 * @param permit the ticks in which one permit comes back
 * @param micro the ticks of a microsecond
 * @param burst the ticks in which a burst comes back
 */
record Rate(Limit limit, long permit, long micro, long burst) {

    /** Applications have a handful of limits; one that makes up a new one for each call gets no memory for them. */
    private static final int KEPT = 4096;

    private static final ConcurrentMap<Limit, Rate> RATES = new ConcurrentHashMap<>();

    static Rate of(Limit limit) {
        Rate known = RATES.get(limit);
        if (known != null) {
            return known;
        }
        Rate made = compute(limit);
        if (RATES.size() < KEPT) {
            RATES.put(limit, made);
        }
        return made;
    }

    private static Rate compute(Limit limit) {
        long period = TimeUnit.MICROSECONDS.convert(limit.period());
        long permits = limit.permits();
        long divisor =
                BigInteger.valueOf(period).gcd(BigInteger.valueOf(permits)).longValue();
        long permit = period / divisor;
        return new Rate(limit, permit, permits / divisor, limit.burst() * permit);
    }

    /** A cost above the burst could overflow; one tick above says the same. */
    long ticks(long cost) {
        return cost > limit.burst() ? burst + 1 : cost * permit;
    }

    long micros(long ticks) {
        return -Math.floorDiv(-ticks, micro);
    }

    Duration duration(long ticks) {
        return Duration.of(micros(ticks), ChronoUnit.MICROS);
    }
}
