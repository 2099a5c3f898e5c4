package dev.lockstitch.redis.lock;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Several keys for one call: one after the other, in the order of their text, so that no two calls wait for each other
 * (Havender, Avoiding deadlock in multitasking systems, 1968); in a cluster as well. What was taken is given back when one
 * cannot be had.
 */
final class Several {

    private final RedisLocks locks;
    private final LockRequest request;
    private final List<String> order;
    private final long deadlineNanos;
    private final List<HeldLock> taken = new ArrayList<>();

    Several(RedisLocks locks, LockRequest request) {
        this.locks = locks;
        this.request = request;
        this.order = List.copyOf(new TreeSet<>(request.keys()));
        this.deadlineNanos = RedisLocks.deadline(request);
    }

    Answer<LockOutcome> lock() throws InterruptedException {
        boolean all = false;
        try {
            for (String key = next(); key != null; key = next()) {
                Answer<LockOutcome> answer = locks.lock(request, key, floor(), deadlineNanos);
                if (!take(answer)) {
                    return answer;
                }
            }
            all = true;
            return granted();
        } finally {
            if (!all) {
                giveBack();
            }
        }
    }

    /** The next key to take; null when all are taken. */
    @Nullable
    String next() {
        return taken.size() < order.size() ? order.get(taken.size()) : null;
    }

    /** Whether the key was granted. */
    boolean take(Answer<LockOutcome> answer) {
        if (answer instanceof Answer.Reply<LockOutcome> reply && reply.value() instanceof LockOutcome.Granted granted) {
            taken.add(granted.lock());
            return true;
        }
        return false;
    }

    /** The fencing tokens ascend in the order of taking, so that the last one can stand for all. */
    long floor() {
        long highest = 0;
        for (HeldLock lock : taken) {
            highest = Math.max(highest, isLocal(lock) ? 0 : lock.fencingToken());
        }
        return highest == 0 ? 0 : highest + 1;
    }

    static boolean isLocal(HeldLock lock) {
        return lock instanceof LocalLock
                || (lock instanceof ReenteredLock nested && isLocal(nested.whole()))
                || (lock instanceof SeveralLock several
                        && several.parts().stream().anyMatch(Several::isLocal));
    }

    /** Whether nothing was taken. */
    boolean isEmpty() {
        return taken.isEmpty();
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    Answer<LockOutcome> granted() {
        return new Answer.Reply<>(new LockOutcome.Granted(new SeveralLock(locks, request, List.copyOf(taken))));
    }

    void giveBack() {
        List<HeldLock> last = new ArrayList<>(taken);
        Collections.reverse(last);
        last.forEach(HeldLock::close);
    }
}
