package dev.lockstitch.redis.history;

import dev.lockstitch.redis.history.LockRecord.Ending;
import dev.lockstitch.redis.history.LockRecord.Outcome;
import dev.lockstitch.redis.history.Violation.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A way to spoil a clean history, and the rule that it breaks then. */
enum Mutation {
    TOKENS_SWAPPED(Rule.TOKEN) {
        @Override
        boolean fits(LockRecord one, LockRecord other) {
            boolean readers = !one.isExclusive() && !other.isExclusive();
            return meet(one, other) && one.heldUntil() <= (readers ? other.asked() : other.answered());
        }

        @Override
        void spoil(List<LockRecord> records, int one, int other) {
            long token = records.get(one).token();
            records.set(one, withToken(records.get(one), records.get(other).token()));
            records.set(other, withToken(records.get(other), token));
        }
    },
    TOKEN_GIVEN_TWICE(Rule.TOKEN) {
        @Override
        void spoil(List<LockRecord> records, int one, int other) {
            records.set(other, withToken(records.get(other), records.get(one).token()));
        }
    },
    HELD_INTO_THE_NEXT(Rule.OVERLAP) {
        @Override
        boolean fits(LockRecord one, LockRecord other) {
            return meet(one, other) && (one.isExclusive() || other.isExclusive());
        }

        @Override
        void spoil(List<LockRecord> records, int one, int other) {
            LockRecord hold = records.get(one);
            records.set(one, hold.ended(records.get(other).answered() + 1, hold.ending()));
        }
    },
    BEGUN_BEFORE_THE_END(Rule.OVERLAP) {
        @Override
        boolean fits(LockRecord one, LockRecord other) {
            return meet(one, other) && (one.isExclusive() || other.isExclusive());
        }

        @Override
        void spoil(List<LockRecord> records, int one, int other) {
            LockRecord hold = records.get(other);
            long early = records.get(one).heldUntil() - 1;
            records.set(
                    other,
                    askedAt(hold, Math.min(hold.asked(), early))
                            .granted(early, hold.token())
                            .ended(hold.heldUntil(), hold.ending()));
        }
    },
    WAITED_TOO_LONG(Rule.WAIT) {
        @Override
        void spoil(List<LockRecord> records, int one, int other) {
            LockRecord hold = records.get(one);
            records.set(one, askedAt(hold, hold.answered() - Schedule.LONGEST_WAIT - 1));
        }
    },
    OVERTAKEN(Rule.ORDER) {
        @Override
        boolean fits(LockRecord one, LockRecord other) {
            return meet(one, other) && one.answered() < other.answered();
        }

        @Override
        void spoil(List<LockRecord> records, int one, int other) {
            records.set(other, askedAt(records.get(other), records.get(one).asked() - TOLERANCE - 1));
        }
    },
    REFUSED(Rule.ANSWER) {
        @Override
        void spoil(List<LockRecord> records, int one, int other) {
            LockRecord hold = records.get(one);
            records.set(one, hold.refused(hold.answered(), Outcome.CONTENDED));
        }
    },
    NEVER_GIVEN_BACK(Rule.ANSWER) {
        @Override
        void spoil(List<LockRecord> records, int one, int other) {
            LockRecord hold = records.get(one);
            records.set(one, hold.ended(hold.heldUntil(), Ending.OPEN));
        }
    };

    static final long TOLERANCE = 10;

    final Rule broken;

    Mutation(Rule broken) {
        this.broken = broken;
    }

    /** Whether two holds, in the order in which they were granted, can be spoilt so. */
    boolean fits(LockRecord one, LockRecord other) {
        return meet(one, other);
    }

    abstract void spoil(List<LockRecord> records, int one, int other);

    /** The first pair after that place that can be spoilt is; none: the history as it was. */
    List<LockRecord> applyTo(List<LockRecord> clean, int from) {
        List<LockRecord> records = new ArrayList<>(clean);
        for (int one = from; one < records.size(); one++) {
            for (int other = one + 1; other < records.size(); other++) {
                if (fits(records.get(one), records.get(other))) {
                    spoil(records, one, other);
                    return records;
                }
            }
        }
        return clean;
    }

    private static boolean meet(LockRecord one, LockRecord other) {
        return !Collections.disjoint(one.keys(), other.keys());
    }

    private static LockRecord withToken(LockRecord hold, long token) {
        return hold.granted(hold.answered(), token).ended(hold.heldUntil(), hold.ending());
    }

    private static LockRecord askedAt(LockRecord hold, long at) {
        return LockRecord.asked(hold.node(), hold.thread(), hold.keys(), hold.mode(), at)
                .granted(hold.answered(), hold.token())
                .ended(hold.heldUntil(), hold.ending());
    }
}
