package dev.lockstitch.redis.limit;

import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.AppliedLimit;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.spi.KeyText;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One limit of one call in the numbers of the scripts.
 *
 * @param asked the limit and what is asked of it
 * @param rate its numbers
 * @param declared the numbers of the declared limit; null when there is none
 * @param cost what the call costs, in ticks; more than a burst: never granted
 * @param patience how long it would wait, in microseconds
 */
record Bucket(AppliedLimit asked, Rate rate, @Nullable Rate declared, long cost, long patience) {

    private static final long EXACT = 1L << 52;

    static Bucket of(AppliedLimit asked) {
        Rate rate = Rate.of(asked.limit());
        Rate declared = asked.declared() == null ? null : asked.isChanged() ? Rate.of(asked.declared()) : rate;
        return new Bucket(asked, rate, declared, rate.ticks(asked.cost()), patience(asked, rate));
    }

    private static long patience(AppliedLimit asked, Rate rate) {
        if (asked.waitTime().isZero()) {
            return 0;
        }
        long micros = TimeUnit.MICROSECONDS.convert(asked.waitTime());
        if (micros > (EXACT - rate.burst()) / rate.micro()) {
            throw new IllegalArgumentException("waitTime = " + asked.waitTime() + " at " + asked.limit() + " (limit "
                    + KeyText.shown(asked.name())
                    + ") is beyond what can be computed exactly; wait for a shorter time, or choose"
                    + " rounder numbers");
        }
        return micros;
    }

    /** What it is called in Redis. */
    String name(KeyNames names) {
        return names.of("limit", asked.key(), asked.name());
    }

    /** Whether the call could be granted, sooner or later. */
    boolean fits(Standing standing) {
        return cost <= rate.burst() && standing.waitMicros(cost) <= patience;
    }

    /** How long a call that is granted waits: as long as the slowest of those limits that count for it. None in shadow. */
    static long start(List<Bucket> buckets, List<Standing> standings) {
        long start = 0;
        for (int i = 0; i < buckets.size(); i++) {
            if (!buckets.get(i).asked().shadow() && buckets.get(i).fits(standings.get(i))) {
                start = Math.max(
                        start, standings.get(i).waitMicros(buckets.get(i).cost()));
            }
        }
        return start;
    }

    /**
     * Takes what was found to be had in time, for a call that starts then. In shadow it stands in the line in which it
     * would have waited.
     *
     * @param callMicros when the call starts, in microseconds from now
     * @param now on the clock of where it is taken
     */
    Taken.Part takeAt(Standing standing, long callMicros, long now) {
        long startMicros = asked.shadow() ? Math.max(callMicros, standing.waitMicros(cost)) : callMicros;
        long owed = standing.owed();
        long before = standing.behindMicros();
        standing.takeAt(cost, startMicros);
        return new Taken.Part(
                this, startMicros > 0 ? now + startMicros : 0, standing.owed() - owed, before > 0 ? now + before : 0);
    }

    boolean waits() {
        return patience > 0;
    }

    /** Whether one script can decide about both, one after the other. */
    boolean isLike(Bucket other) {
        return rate.equals(other.rate) && Objects.equals(declared, other.declared);
    }

    /** Burst, D, declared burst, its D. */
    void addNumbers(List<Object> args) {
        args.add(rate.burst());
        args.add(rate.micro());
        args.add(declared == null ? 0 : declared.burst());
        args.add(declared == null ? 0 : declared.micro());
    }

    /** What the limit looks like at a moment; {@code after} is its standing after the decision. */
    LimitState state(Standing after, boolean would) {
        return new LimitState(
                asked.name(),
                asked.key(),
                asked.limit(),
                after.remaining(),
                rate.duration(after.owed()),
                would ? Duration.ZERO : retryAfter(after),
                asked.shadow());
    }

    private Duration retryAfter(Standing standing) {
        return cost > rate.burst()
                ? RateLimitDecision.NEVER
                : Duration.of(standing.waitMicros(cost), ChronoUnit.MICROS);
    }
}
