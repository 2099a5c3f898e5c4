package dev.lockstitch.redis.limit;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** One limit as a textbook has it: the theoretical arrival time as a fraction, on a clock that the test sets. */
final class ModelLimit {

    private final Limit limit;
    private final Exact interval;
    private final Exact fullBurst;
    private @Nullable Exact arrival;

    ModelLimit(Limit limit) {
        this.limit = limit;
        this.interval = Exact.of(limit.period().dividedBy(Duration.of(1, ChronoUnit.MICROS)), limit.permits());
        this.fullBurst = interval.times(limit.burst());
    }

    /** To be called before each decision: nobody owes more than a burst. */
    void clamp(long now) {
        Exact latest = Exact.of(now).plus(fullBurst);
        if (arrival != null && arrival.compareTo(latest) > 0) {
            arrival = latest;
        }
    }

    boolean wouldGrant(long now, long cost) {
        return cost <= limit.burst() && excess(now, cost).compareTo(Exact.of(0)) <= 0;
    }

    void take(long now, long cost) {
        if (cost > 0) {
            arrival = after(now, cost);
        }
    }

    long remaining(long now) {
        return Exact.of(now).plus(fullBurst).minus(after(now, 0)).over(interval).floor();
    }

    Duration resetAfter(long now) {
        return micros(after(now, 0).minus(Exact.of(now)));
    }

    Duration retryAfter(long now, long cost) {
        return cost > limit.burst()
                ? RateLimitDecision.NEVER
                : micros(excess(now, cost).max(Exact.of(0)));
    }

    /** The arrival time that should be stored, or null when nothing was ever taken. */
    @Nullable
    Exact arrival() {
        return arrival;
    }

    private Exact excess(long now, long cost) {
        return after(now, cost).minus(Exact.of(now).plus(fullBurst));
    }

    private Exact after(long now, long cost) {
        Exact start = arrival == null ? Exact.of(now) : arrival.max(Exact.of(now));
        return start.plus(interval.times(cost));
    }

    private static Duration micros(Exact span) {
        return Duration.of(span.ceil(), ChronoUnit.MICROS);
    }
}
