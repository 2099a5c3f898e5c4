package dev.lockstitch.benchmarks;

import java.time.Duration;

/** The limits that are measured. After a pause all permits of a period can be had at once, whoever limits. */
public enum Quota {
    /** The largest rate that the library supports: no load here reaches it. */
    MILLION_A_SECOND(1_000_000, Duration.ofSeconds(1)),
    /** So little that nearly every call is rejected. */
    THOUSAND_A_SECOND(1_000, Duration.ofSeconds(1)),
    /** A limit as for one user. */
    TEN_A_SECOND(10, Duration.ofSeconds(1)),
    /** A limit as for a whole customer. */
    HUNDRED_THOUSAND_A_MINUTE(100_000, Duration.ofMinutes(1));

    /** Some limiters read the time in whole milliseconds. */
    private static final long CLOCK_NANOS = 1_000_000;

    private final long permits;
    private final Duration period;

    Quota(long permits, Duration period) {
        this.permits = permits;
        this.period = period;
    }

    /**
     * The permits per period, and the burst.
     *
     * @return a number of permits
     */
    public long permits() {
        return permits;
    }

    /**
     * The period.
     *
     * @return a duration
     */
    public Duration period() {
        return period;
    }

    /** What may be granted of one key in so long a time: burst + rate × time. */
    double most(long nanos) {
        return permits + (double) permits * (nanos + CLOCK_NANOS) / period.toNanos();
    }
}
