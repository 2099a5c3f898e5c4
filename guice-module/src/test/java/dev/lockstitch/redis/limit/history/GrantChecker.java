package dev.lockstitch.redis.limit.history;

import dev.lockstitch.Limit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Pours a history through a bucket: it is full at first, a grant takes from it when it starts, a refund adds to it, time
 * fills it up to the burst. Below zero, too much was granted in the window since it was last full. In whole numbers: an
 * overflow is an exception.
 *
 * <p>In doubt it is on the side of the limit, lest there be false alarms: a refund comes within its bracket when it is
 * needed; between grants under different limits the faster one fills. Calls that waited start at a whole microsecond,
 * rounded up, while those behind them are counted from the exact instant: a window that begins with one looks shorter than
 * it is by less than one microsecond, which is the slack to be granted to histories with waits.
 *
 * <p>A call that was withdrawn started nothing. But what it took and gave back later is more than nothing if the bucket
 * ran over in between, since it did not run over where the permits were missing: so much, and no more, it may bring.
 */
public final class GrantChecker {

    private static final Comparator<Point> IN_TIME =
            Comparator.comparingLong(Point::micros).thenComparing(Point::what);

    private final Unit unit;
    private final Deque<Credit> credits = new ArrayDeque<>();
    private long level;
    private long fullAtMicros;
    private long possible;
    private long worst = Long.MAX_VALUE;
    private long worstFrom;
    private long worstTo;

    /** In the order in which things happen that carry the same instant. */
    private enum What {
        REFUND_OPENS,
        GRANT,
        REFUND_CLOSES
    }

    private record Point(long micros, What what, Limit limit, long parts, Credit credit) {}

    /** A refund that is under way: what of it was needed already is not there any more. */
    private static final class Credit {
        private final long speed;
        private final long untilMicros;
        private long left;
        private long missing;

        Credit(long speed, long untilMicros, long left, long missing) {
            this.speed = speed;
            this.untilMicros = untilMicros;
            this.left = left;
            this.missing = missing;
        }

        /** Returns what it did not catch. */
        long fill(long over) {
            long caught = Math.min(over, missing);
            missing -= caught;
            left += caught;
            return over - caught;
        }
    }

    private GrantChecker(Unit unit) {
        this.unit = unit;
        level = unit.burst();
    }

    static Verdict check(List<Grant> grants, List<Refund> refunds) {
        return check(grants, refunds, List.of());
    }

    public static Verdict check(List<Grant> grants, List<Refund> refunds, List<Withdrawal> withdrawals) {
        List<Limit> limits = Stream.of(
                        grants.stream().map(Grant::limit),
                        refunds.stream().map(Refund::limit),
                        withdrawals.stream().map(Withdrawal::limit))
                .flatMap(some -> some)
                .distinct()
                .toList();
        Unit unit = Unit.of(limits);
        GrantChecker checker = new GrantChecker(unit);
        checker.pour(points(unit, grants, refunds, withdrawals));
        long granted = sum(grants.stream().map(grant -> unit.of(grant.limit(), grant.permits())))
                - sum(refunds.stream().map(refund -> unit.of(refund.limit(), refund.permits())));
        long speed = limits.stream().mapToLong(unit::speed).max().orElse(0);
        return new Verdict(
                checker.worstFrom,
                checker.worstTo,
                checker.worst,
                speed,
                granted,
                Math.addExact(unit.burst(), checker.possible));
    }

    private static long sum(Stream<Long> parts) {
        return parts.reduce(0L, Math::addExact);
    }

    private static List<Point> points(
            Unit unit, List<Grant> grants, List<Refund> refunds, List<Withdrawal> withdrawals) {
        List<Point> points = new ArrayList<>();
        Credit none = new Credit(0, 0, 0, 0);
        for (Grant grant : grants) {
            long parts = unit.of(grant.limit(), grant.permits());
            points.add(new Point(grant.startMicros(), What.GRANT, grant.limit(), parts, none));
        }
        for (Refund refund : refunds) {
            long parts = unit.of(refund.limit(), refund.permits());
            Credit credit = new Credit(unit.speed(refund.limit()), refund.latestMicros(), parts, 0);
            points.add(new Point(refund.earliestMicros(), What.REFUND_OPENS, refund.limit(), 0, credit));
            points.add(new Point(refund.latestMicros(), What.REFUND_CLOSES, refund.limit(), 0, credit));
        }
        for (Withdrawal gone : withdrawals) {
            long parts = unit.of(gone.limit(), gone.permits());
            Credit credit = new Credit(unit.speed(gone.limit()), gone.latestMicros(), 0, parts);
            points.add(new Point(gone.beganMicros(), What.REFUND_OPENS, gone.limit(), 0, credit));
            points.add(new Point(gone.latestMicros(), What.REFUND_CLOSES, gone.limit(), 0, credit));
        }
        return points.stream().sorted(IN_TIME).collect(Collectors.toList());
    }

    private void pour(List<Point> points) {
        long lastGrant = points.stream()
                .filter(point -> point.what() == What.GRANT)
                .mapToLong(Point::micros)
                .max()
                .orElse(0);
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            if (i == 0) {
                fullAtMicros = point.micros();
            } else {
                refill(points.get(i - 1), point, point.micros() <= lastGrant);
            }
            switch (point.what()) {
                case REFUND_OPENS -> credits.add(point.credit());
                case GRANT -> take(point);
                case REFUND_CLOSES -> close(point);
            }
        }
    }

    private void refill(Point before, Point now, boolean counts) {
        long speed = Math.max(unit.speed(before.limit()), unit.speed(now.limit()));
        for (Credit credit : credits) {
            speed = Math.max(speed, credit.speed);
        }
        long back = Math.multiplyExact(now.micros() - before.micros(), speed);
        add(back, now.micros());
        if (counts) {
            possible = Math.addExact(possible, back);
        }
    }

    private void add(long parts, long micros) {
        level = Math.addExact(level, parts);
        if (level >= unit.burst()) {
            long over = level - unit.burst();
            for (Credit credit : credits) {
                over = credit.fill(over);
            }
            level = unit.burst();
            fullAtMicros = micros;
        }
    }

    private void take(Point grant) {
        level = Math.subtractExact(level, grant.parts());
        while (level < 0 && credits.stream().anyMatch(credit -> credit.left > 0)) {
            draw();
        }
        if (level < worst) {
            worst = level;
            worstFrom = fullAtMicros;
            worstTo = grant.micros();
        }
    }

    /** As late and as little as possible: what is added early can be lost at the brim. */
    private void draw() {
        Credit soonest = credits.stream()
                .filter(credit -> credit.left > 0)
                .min(Comparator.comparingLong(credit -> credit.untilMicros))
                .orElseThrow();
        long drawn = Math.min(soonest.left, -level);
        soonest.left -= drawn;
        level += drawn;
    }

    private void close(Point refund) {
        credits.remove(refund.credit());
        add(refund.credit().left, refund.micros());
    }
}
