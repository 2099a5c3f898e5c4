package dev.lockstitch.syntax;

import dev.lockstitch.Limit;
import java.math.BigInteger;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The bounds of durations that are given in code, and how a refusal is worded. */
public final class Bounds {

    private static final Duration SHORTEST_LEASE = Duration.ofMillis(10);
    private static final Duration SHORTEST_EXTENSION = Duration.ofMillis(1);

    /** Half of what a double counts without gaps. */
    private static final long EXACT = 1L << 52;

    private Bounds() {}

    /**
     * Checks a time that may be zero.
     *
     * @param what its name, for the message
     * @param value the time
     * @param remedy what to do, for the message
     * @throws IllegalArgumentException when it is not from zero to {@link DurationText#LONGEST}
     */
    public static void time(String what, Duration value, String remedy) {
        within(what, value, Duration.ZERO, remedy);
    }

    /**
     * Checks a fixed lease.
     *
     * @param what its name, for the message
     * @param value the lease
     * @param remedy what to do, for the message
     * @throws IllegalArgumentException when it is not from 10 milliseconds to {@link DurationText#LONGEST}
     */
    public static void lease(String what, Duration value, String remedy) {
        within(what, value, SHORTEST_LEASE, remedy);
    }

    /**
     * Checks the time by which a lock is extended.
     *
     * @param by the time
     * @throws IllegalArgumentException when it is not from 1 millisecond to {@link DurationText#LONGEST}
     */
    public static void extension(Duration by) {
        within("extend by", by, SHORTEST_EXTENSION, "say how much longer the lock is to last");
    }

    /**
     * Checks how long a call may wait for permits: the script's arithmetic has to stay exact.
     *
     * @param limit the limit
     * @param waitTime how long, within the bounds of a duration
     * @throws IllegalArgumentException that says what to do
     */
    public static void waitFor(Limit limit, Duration waitTime) {
        long period = TimeUnit.MICROSECONDS.convert(limit.period());
        BigInteger divisor = BigInteger.valueOf(period).gcd(BigInteger.valueOf(limit.permits()));
        long ticksPerMicro = limit.permits() / divisor.longValue();
        long burst = limit.burst() * (period / divisor.longValue());
        if (TimeUnit.MICROSECONDS.convert(waitTime) > (EXACT - burst) / ticksPerMicro) {
            throw new IllegalArgumentException("that long a wait at " + limit.permits() + " permits per "
                    + limit.period() + " is beyond what can be computed exactly; wait for a shorter time, or choose"
                    + " rounder numbers");
        }
    }

    private static void within(String what, Duration value, Duration least, String remedy) {
        if (value == null) {
            throw new NullPointerException(what + " = null; " + remedy);
        }
        if (value.compareTo(least) < 0 || value.compareTo(DurationText.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " = " + value + " is not within " + least.toMillis() + " ms to 365 days; " + remedy);
        }
    }
}
