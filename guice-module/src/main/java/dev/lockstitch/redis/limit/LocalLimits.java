package dev.lockstitch.redis.limit;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.AppliedLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The same limits inside this JVM alone, while Redis cannot be used. It starts with full bursts and knows nothing of what
 * Redis had granted, nor does Redis learn of what is granted here. A share below one makes the clock of the limits slower
 * and the bursts smaller. Thread-safe: one lock, since nothing in it waits.
 */
final class LocalLimits {

    /** So many new keys later the full ones are looked for. */
    private static final int SWEEP = 1024;

    private final double share;
    private final LongSupplier nanoTime;
    private final Map<LimitId, Owed> owed = new HashMap<>();
    private int untilSweep = SWEEP;

    LocalLimits(double share, LongSupplier nanoTime) {
        this.share = share;
        this.nanoTime = nanoTime;
    }

    /** Decides about all limits of a call, all or nothing. */
    synchronized Decision decide(List<Bucket> asked) {
        long now = micros();
        long at = Decision.micros(Instant.now());
        List<Bucket> buckets = asked.stream().map(this::shared).toList();
        List<Standing> standings = buckets.stream().map(b -> standing(b, now)).toList();
        boolean granted = true;
        for (int i = 0; i < buckets.size(); i++) {
            granted &= buckets.get(i).asked().shadow() || buckets.get(i).fits(standings.get(i));
        }
        long start = Bucket.start(buckets, standings);
        List<LimitState> states = new ArrayList<>();
        List<Taken.Part> parts = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            Standing standing = standings.get(i);
            boolean fits = bucket.fits(standing);
            if (granted && fits) {
                parts.add(bucket.takeAt(standing, start, now));
                put(bucket, now, standing);
            }
            states.add(onRealTime(bucket.state(standing, fits)));
        }
        List<LimitState> all = List.copyOf(states);
        return granted
                ? Decision.granted(at, real(start), all, new Taken(Taken.Home.LOCAL, List.copyOf(parts)))
                : Decision.rejected(at, all);
    }

    synchronized boolean give(Taken taken) {
        boolean given = false;
        long now = micros();
        for (Taken.Part part : taken.parts()) {
            Standing standing = standing(part.bucket(), now);
            given |= standing.give(part, now);
            put(part.bucket(), now, standing);
        }
        return given;
    }

    synchronized int size() {
        return owed.size();
    }

    /** Back to Redis: what is known here is out of date by the next outage. */
    synchronized void clear() {
        owed.clear();
    }

    /** The patience is counted on the slower clock, too. */
    private Bucket shared(Bucket bucket) {
        if (share == 1) {
            return bucket;
        }
        AppliedLimit asked = bucket.asked();
        Limit limit = asked.limit();
        Limit less = new Limit(limit.permits(), limit.period(), Math.max(1, (long) (limit.burst() * share)));
        AppliedLimit applied = new AppliedLimit(
                asked.name(), asked.key(), less, asked.declared(), asked.cost(), asked.waitTime(), asked.shadow());
        Rate rate = Rate.of(less);
        return new Bucket(
                applied, rate, bucket.declared(), rate.ticks(asked.cost()), (long) (bucket.patience() * share));
    }

    private Standing standing(Bucket bucket, long now) {
        Owed before = owed.get(LimitId.of(bucket.asked()));
        if (before == null) {
            return new Standing(bucket.rate(), 0, 0, false);
        }
        long elapsed = now - before.atMicros;
        long ticks = before.rate.equals(bucket.rate())
                ? before.ticks
                : Math.round((double) before.ticks
                        / before.rate.burst()
                        * bucket.rate().burst());
        long back = Math.multiplyHigh(elapsed, bucket.rate().micro()) != 0
                ? ticks
                : elapsed * bucket.rate().micro();
        return new Standing(bucket.rate(), Math.max(0, ticks - back), before.behindMicros - elapsed, before.close);
    }

    private void put(Bucket bucket, long now, Standing standing) {
        LimitId id = LimitId.of(bucket.asked());
        if (standing.owed() == 0) {
            owed.remove(id);
            return;
        }
        if (owed.put(id, new Owed(bucket.rate(), now, standing)) == null && --untilSweep <= 0) {
            owed.values().removeIf(one -> one.isOver(now));
            untilSweep = Math.max(SWEEP, owed.size());
        }
    }

    private long micros() {
        return (long) (nanoTime.getAsLong() / 1000.0 * share);
    }

    /** The limit's clock is slower than the caller's. */
    private LimitState onRealTime(LimitState state) {
        if (share == 1) {
            return state;
        }
        return new LimitState(
                state.name(),
                state.key(),
                state.limit(),
                state.remaining(),
                real(state.resetAfter()),
                real(state.retryAfter()),
                state.shadow());
    }

    private Duration real(Duration slow) {
        return slow.equals(RateLimitDecision.NEVER)
                ? slow
                : Duration.of(real(TimeUnit.MICROSECONDS.convert(slow)), ChronoUnit.MICROS);
    }

    private long real(long micros) {
        return (long) Math.ceil(micros / share);
    }

    private record Owed(Rate rate, long atMicros, long ticks, long behindMicros, boolean close) {

        Owed(Rate rate, long atMicros, Standing standing) {
            this(rate, atMicros, standing.owed(), standing.behindMicros(), standing.isClose());
        }

        boolean isOver(long now) {
            return rate.micros(ticks) <= now - atMicros;
        }
    }
}
