package dev.lockstitch.redis.limit;

import dev.lockstitch.Limit;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * One limit with reservations and refunds as one would explain it: when nothing will be owed any more, as a fraction; and
 * of those who wait, when the last one starts and what has to be owed then for each of them to start where it may. On a
 * clock that the test sets.
 */
final class ModelLine {

    private final Limit limit;
    private final Exact interval;
    private final Exact fullBurst;
    private static final Exact ZERO = Exact.of(0);
    private static final Stored NOTHING = new Stored(ZERO, 0, ZERO, 0, ZERO, false, 0);

    private Stored stored = NOTHING;
    private Exact arrival = ZERO;
    private long lastStart;
    private Exact needed = ZERO;
    private long mark;
    private Exact neededAfterMark = ZERO;
    private boolean close;

    /** What was written last: a look at it changes nothing, whatever time it is then. */
    private record Stored(
            Exact arrival,
            long lastStart,
            Exact needed,
            long mark,
            Exact neededAfterMark,
            boolean close,
            long written) {}

    ModelLine(Limit limit) {
        this.limit = limit;
        this.interval = Exact.of(limit.period().dividedBy(Duration.of(1, ChronoUnit.MICROS)), limit.permits());
        this.fullBurst = interval.times(limit.burst());
    }

    /** Before anything else at that time: what a clock that stepped back must not do. */
    void at(long now) {
        long back = stored.lastStart > stored.written ? Math.max(0, stored.written - now) : 0;
        arrival = stored.arrival.minus(Exact.of(back));
        lastStart = stored.lastStart - back;
        needed = stored.needed;
        mark = stored.mark - back;
        neededAfterMark = stored.neededAfterMark;
        close = stored.close;
        if (lastStart <= now) {
            lastStart = 0;
        }
        if (mark <= now) {
            // Who was to start by then has started.
            needed = neededAfterMark;
            mark = lastStart;
            neededAfterMark = ZERO;
        }
        Exact most = Exact.of(now).plus(fullBurst).plus(Exact.of(Math.max(0, lastStart - now)));
        boolean tooMuch = arrival.compareTo(most) > 0;
        arrival = (tooMuch ? most : arrival).max(Exact.of(now));
        if (back > 0 || tooMuch) {
            write(now);
        }
    }

    private void write(long now) {
        boolean owesNothing = arrival.compareTo(Exact.of(now)) <= 0;
        stored = owesNothing ? NOTHING : new Stored(arrival, lastStart, needed, mark, neededAfterMark, close, now);
    }

    /** Microseconds to wait; -1 when the call is rejected. */
    long take(long now, long cost, long patience) {
        long wait = wait(now, cost);
        if (cost > limit.burst() || wait > patience) {
            return -1;
        }
        if (cost > 0) {
            Exact before = arrival;
            arrival = arrival.plus(interval.times(cost));
            if (wait > 0) {
                reserve(now + wait, before, interval.times(cost), now);
                boolean near = now + wait - lastStart < interval.times(cost).floor();
                close = lastStart > now && (close || near || now + wait == lastStart);
                lastStart = now + wait;
            }
            write(now);
        }
        return wait;
    }

    /** As much as can be spared at the starts before, need not be owed at this one either. */
    private void reserve(long start, Exact before, Exact cost, long now) {
        if (lastStart <= now) {
            needed = cost;
            mark = start;
            neededAfterMark = ZERO;
            return;
        }
        Exact owedAtLast = before.minus(Exact.of(lastStart));
        Exact owed = arrival.minus(Exact.of(start));
        needed = cost.max(owed.minus(owedAtLast.minus(needed).max(ZERO)));
        if (start > mark) {
            boolean first = neededAfterMark.equals(ZERO);
            Exact kept = owed.minus(owedAtLast.minus(neededAfterMark).max(ZERO));
            neededAfterMark = first ? cost : cost.max(kept);
        }
    }

    boolean refund(long now, long cost, long start) {
        if (lastStart > now && lastStart == start && !close) {
            long earlier = interval.times(cost).floor();
            lastStart -= earlier;
            Exact less = interval.times(cost).minus(Exact.of(earlier));
            needed = needed.minus(less).max(ZERO);
            neededAfterMark = lastStart > mark ? neededAfterMark.minus(less).max(ZERO) : ZERO;
        }
        Exact least = Exact.of(now);
        if (lastStart > now) {
            least = Exact.of(lastStart).plus(needed);
        } else {
            lastStart = 0;
        }
        Exact lower = arrival.minus(interval.times(cost)).max(least).max(Exact.of(now));
        if (lower.compareTo(arrival) >= 0) {
            return false;
        }
        arrival = lower;
        write(now);
        return true;
    }

    long resetAfter(long now) {
        return arrival.minus(Exact.of(now)).ceil();
    }

    long lastStart() {
        return lastStart;
    }

    private long wait(long now, long cost) {
        if (cost == 0) {
            return 0;
        }
        Exact could = arrival.plus(interval.times(cost)).minus(fullBurst).minus(Exact.of(now));
        return Math.max(Math.max(0, could.ceil()), Math.max(0, lastStart - now));
    }
}
