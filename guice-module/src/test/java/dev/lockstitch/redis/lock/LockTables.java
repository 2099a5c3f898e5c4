package dev.lockstitch.redis.lock;

import java.util.ArrayList;
import java.util.List;

/** What a node keeps in memory of its locks, for tests of other packages. */
public final class LockTables {

    private LockTables() {}

    /**
     * What is left over.
     *
     * @param locks of a node that has come to rest
     * @return nothing, unless it forgot to forget
     */
    public static List<String> left(RedisLocks locks) {
        List<String> left = new ArrayList<>();
        note(left, "keys that somebody wants", locks.local().size());
        note(left, "callers that wait for a message", locks.wakeups().expected());
        note(left, "locks that are held", locks.held().awaitNone(0));
        return left;
    }

    private static void note(List<String> left, String what, long count) {
        if (count != 0) {
            left.add(count + " " + what);
        }
    }
}
