package dev.lockstitch.redis.history;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The fencing tokens of one key: no two the same, and who was done before another began has the smaller one. When a reader
 * began is known only within the time that its thread took to notice: other readers may have come and gone meanwhile, so
 * that among readers it counts from when it asked. A lock that was lost before its holder could look has no order.
 */
final class TokenCheck {

    private final List<LockRecord> holds;
    private final BiConsumer<LockRecord, LockRecord> tell;

    TokenCheck(List<LockRecord> holds, BiConsumer<LockRecord, LockRecord> tell) {
        this.holds = holds;
        this.tell = tell;
    }

    void run() {
        findDoubles();
        List<LockRecord> all = holds.stream().filter(LockRecord::isProtected).toList();
        List<LockRecord> writers = all.stream().filter(LockRecord::isExclusive).toList();
        List<LockRecord> readers =
                all.stream().filter(hold -> !hold.isExclusive()).toList();
        findDisorder(writers, all, LockRecord::answered);
        findDisorder(readers, writers, LockRecord::answered);
        findDisorder(readers, readers, LockRecord::asked);
    }

    private void findDoubles() {
        Map<Long, LockRecord> byToken = new HashMap<>();
        for (LockRecord hold : holds) {
            LockRecord other = byToken.put(hold.token(), hold);
            if (other != null) {
                tell.accept(other, hold);
            }
        }
    }

    private void findDisorder(List<LockRecord> before, List<LockRecord> after, ToLongFunction<LockRecord> beginning) {
        List<LockRecord> done = sorted(before, LockRecord::heldUntil);
        int next = 0;
        LockRecord largest = null;
        for (LockRecord hold : sorted(after, beginning)) {
            while (next < done.size() && done.get(next).heldUntil() <= beginning.applyAsLong(hold)) {
                largest = largerOf(largest, done.get(next++));
            }
            if (largest != null && largest.token() > hold.token()) {
                tell.accept(largest, hold);
            }
        }
    }

    private static List<LockRecord> sorted(List<LockRecord> list, ToLongFunction<LockRecord> by) {
        return list.stream().sorted(Comparator.comparingLong(by)).toList();
    }

    private static LockRecord largerOf(@Nullable LockRecord one, LockRecord other) {
        return one == null || other.token() > one.token() ? other : one;
    }
}
