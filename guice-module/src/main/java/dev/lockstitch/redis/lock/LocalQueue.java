package dev.lockstitch.redis.lock;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The callers of this JVM that want one key exclusively, first come, first served: one has the turn, which it keeps while
 * it asks and while it holds the lock, the others wait. Guarded by itself.
 *
 * @param <C> the callers
 */
final class LocalQueue<C extends Caller<?>> {

    /** Made when the first one has to wait: most keys never see two callers at once. */
    private @Nullable ArrayDeque<C> waiting;

    private boolean taken;

    /** Whether it has the turn at once; else it is queued and will be told. */
    synchronized boolean enter(C caller) {
        if (!taken) {
            taken = true;
            return true;
        }
        caller.queued();
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
        }
        waiting.add(caller);
        return false;
    }

    /** Takes out the first one if it is wanted; the turn stays where it is. */
    synchronized @Nullable C pollIf(Predicate<? super C> wanted) {
        C first = waiting == null ? null : waiting.peek();
        if (waiting == null || first == null || !wanted.test(first)) {
            return null;
        }
        return waiting.poll();
    }

    /** Takes out the first one, to give it the turn; null when nobody waits, and then nobody has the turn. */
    private synchronized @Nullable C next() {
        C next = waiting == null ? null : waiting.poll();
        if (next == null) {
            taken = false;
        }
        return next;
    }

    /** Takes out one that has left. */
    synchronized void remove(C caller) {
        if (waiting != null) {
            waiting.remove(caller);
        }
    }

    /** Whoever has the turn gives it up: the first that still wants it gets it. */
    void promoteNext() {
        C next = next();
        while (next != null && !next.promote()) {
            next = next();
        }
    }

    /** Has all that wait look again. */
    void signalAll() {
        List<C> all;
        synchronized (this) {
            all = waiting == null ? List.of() : List.copyOf(waiting);
        }
        all.forEach(Caller::signal);
    }
}
