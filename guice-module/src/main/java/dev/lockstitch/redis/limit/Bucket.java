package dev.lockstitch.redis.limit;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.LimitRequest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A limit in the numbers of the script, where a tick is so short that a permit comes back in whole ticks. {@link Limit}
 * sees to it that a burst has less than 2<sup>53</sup> ticks, so that nothing here overflows.
 *
 * @param part the limit and what is asked of it
 * @param permit the ticks in which one permit comes back
 * @param micro the ticks of a microsecond
 */
record Bucket(LimitRequest.Part part, long permit, long micro) {

    static Bucket of(LimitRequest.Part part) {
        long period = TimeUnit.MICROSECONDS.convert(part.limit().period());
        long permits = part.limit().permits();
        long divisor =
                BigInteger.valueOf(period).gcd(BigInteger.valueOf(permits)).longValue();
        return new Bucket(part, period / divisor, permits / divisor);
    }

    /** Cost, burst, ticks of a microsecond. */
    List<Long> arguments() {
        return List.of(cost(), burst(), micro);
    }

    /** What the limit looks like when so many ticks are owed. */
    LimitState state(long owed, boolean granted) {
        return new LimitState(
                part.name(),
                part.key(),
                part.limit(),
                (burst() - owed) / permit,
                duration(owed),
                granted ? Duration.ZERO : waitFor(owed));
    }

    private Duration waitFor(long owed) {
        if (neverGranted()) {
            return RateLimitDecision.NEVER;
        }
        return duration(Math.max(0, owed + cost() - burst()));
    }

    private long burst() {
        return part.limit().burst() * permit;
    }

    /** A cost above the burst could overflow; one tick above says the same. */
    private long cost() {
        return neverGranted() ? burst() + 1 : part.cost() * permit;
    }

    private boolean neverGranted() {
        return part.cost() > part.limit().burst();
    }

    private Duration duration(long ticks) {
        return Duration.of(-Math.floorDiv(-ticks, micro), ChronoUnit.MICROS);
    }
}
