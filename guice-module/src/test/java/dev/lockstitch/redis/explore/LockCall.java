package dev.lockstitch.redis.explore;

import dev.lockstitch.LockMode;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call, as its seed has it.
 *
 * @param request what is asked
 * @param way how it is asked
 * @param body how long its body takes
 * @param nuisance after so long it is interrupted or cancelled; null: left alone
 * @param extend by so much it extends its lock; null: not at all
 * @param elsewhere whether another node gives the lock back
 * @param again whether it enters again
 * @param pause how long the caller rests before
 */
record LockCall(
        LockRequest request,
        Way way,
        Duration body,
        @Nullable Duration nuisance,
        @Nullable Duration extend,
        boolean elsewhere,
        boolean again,
        Duration pause) {

    enum Way {
        BLOCKING,
        WITH_LOCK,
        LATER
    }

    static LockCall of(LockPlan plan, Luck luck) {
        LockRequest request = LockRequest.of("k").keys(keys(plan, luck));
        request = request.mode(!plan.onlyExclusive() && luck.percent(40) ? LockMode.SHARED : LockMode.EXCLUSIVE)
                .fair(plan.allFair() || luck.percent(15))
                .waitTime(waitTime(luck));
        if (luck.percent(20)) {
            request = request.leaseTime(luck.percent(50) ? luck.millis(15, 150) : luck.millis(300, 3000));
        }
        if (luck.percent(10)) {
            Duration least = luck.millis(1, 40);
            Duration lease = request.leaseTime();
            request = lease != null && lease.compareTo(least) < 0 ? request : request.minHoldTime(least);
        }
        Way way = luck.oneOf(Way.BLOCKING, Way.WITH_LOCK, Way.LATER);
        return new LockCall(
                request,
                way,
                luck.percent(40)
                        ? Duration.ZERO
                        : luck.percent(88)
                                ? luck.micros(100, 8000)
                                : luck.percent(85) ? luck.millis(20, 120) : luck.millis(1100, 1300),
                luck.percent(15) ? luck.micros(0, luck.oneOf(500, 5000, 60_000)) : null,
                luck.percent(8) ? luck.millis(1, 500) : null,
                way != Way.WITH_LOCK && luck.percent(6),
                way == Way.WITH_LOCK && luck.percent(30),
                luck.percent(50) ? Duration.ZERO : luck.micros(0, 10_000));
    }

    private static List<String> keys(LockPlan plan, Luck luck) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < plan.keys(); i++) {
            all.add("k" + i);
        }
        int wanted = luck.percent(75) ? 1 : luck.between(1, plan.keys());
        while (all.size() > wanted) {
            all.remove(luck.between(0, all.size() - 1));
        }
        if (luck.percent(50)) {
            Collections.reverse(all);
        }
        return all;
    }

    private static Duration waitTime(Luck luck) {
        int draw = luck.between(1, 100);
        if (draw <= 20) {
            return Duration.ZERO;
        }
        return draw <= 40 ? luck.millis(1, 40) : draw <= 60 ? luck.millis(200, 1500) : LockPlan.LONG;
    }

    /** Whether there is no end to its patience within the time of a history. */
    boolean waitsForEver() {
        return request.waitTime().equals(LockPlan.LONG);
    }
}
