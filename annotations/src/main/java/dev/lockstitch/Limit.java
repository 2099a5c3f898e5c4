package dev.lockstitch;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Objects;

/**
 * So many permits per period, and so many at once after a pause. Immutable.
 *
 * <p>Bounds: permits and burst from 1 to 1,000,000,000; the period from 1 millisecond to 365 days in whole microseconds;
 * a full burst must come back within 10 years; at most a million permits a second; and the arithmetic of the script must
 * stay exact: with period and permits reduced by their greatest common divisor, {@code burst × period / permits} and
 * {@code burst × reduced period in microseconds} stay below 2<sup>53</sup>. Reasonable numbers do by far.
 *
 * @param permits permits per period
 * @param period the period
 * @param burst how many can be taken at once
 */
public record Limit(long permits, Duration period, long burst) {

    private static final long MOST = 1_000_000_000L;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final BigInteger EXACT = BigInteger.ONE.shiftLeft(53);
    private static final long TEN_YEARS_MICROS = Duration.ofDays(3650).toMillis() * 1000;

    /**
     * Checks the bounds.
     *
     * @param permits permits per period
     * @param period the period
     * @param burst how many can be taken at once
     * @throws IllegalArgumentException that says which number is out of which bound
     */
    public Limit {
        Objects.requireNonNull(period, "period is null; say in which time the permits come back");
        check(permits >= 1 && permits <= MOST, "permits = " + permits + " is not within 1 to " + MOST);
        check(burst >= 1 && burst <= MOST, "burst = " + burst + " is not within 1 to " + MOST);
        check(
                period.compareTo(SHORTEST) >= 0 && period.compareTo(LONGEST) <= 0,
                "period = " + period + " is not within 1ms to 365d");
        check(period.getNano() % 1000 == 0, "period = " + period + " is not a whole number of microseconds");
        long micros = Math.addExact(period.getSeconds() * 1_000_000L, period.getNano() / 1000);
        check(permits <= micros, permits + " permits per " + period + " are more than a million a second");
        BigInteger drain = BigInteger.valueOf(burst).multiply(BigInteger.valueOf(micros));
        BigInteger divisor = BigInteger.valueOf(micros).gcd(BigInteger.valueOf(permits));
        check(
                drain.divide(divisor).compareTo(EXACT) < 0,
                "burst = " + burst + " with " + permits + " permits per " + period
                        + " is beyond what can be computed exactly; choose a smaller burst or rounder numbers");
        check(
                drain.divide(BigInteger.valueOf(permits)).compareTo(BigInteger.valueOf(TEN_YEARS_MICROS)) <= 0,
                "a burst of " + burst + " at " + permits + " permits per " + period
                        + " takes more than ten years to come back; choose a smaller burst");
    }

    /**
     * A limit whose burst is its permits.
     *
     * @param permits permits per period
     * @param period the period
     * @return the limit
     * @throws IllegalArgumentException that says which number is out of which bound
     */
    public static Limit of(long permits, Duration period) {
        return new Limit(permits, period, permits);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
