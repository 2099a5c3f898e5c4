package dev.lockstitch.redis.limit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Calls of this JVM for one limit: one batch is under way, those that come meanwhile make up the next. Thread-safe: a
 * stack that the owner of the batch empties; its end tells that there is an owner.
 */
final class Line {

    private static final Call BUSY = new Call(EndOfLine.BUCKET, false);

    private final AtomicReference<@Nullable Call> head = new AtomicReference<>();

    /** What was taken off the stack and did not go into a batch yet; the owner's alone. */
    private final Deque<Call> left = new ArrayDeque<>();

    /**
     * Joins.
     *
     * @return whether the line was idle: the caller owns the batch now, and the call is not in the line
     */
    boolean join(Call call) {
        while (true) {
            Call top = head.get();
            if (top == null) {
                if (head.compareAndSet(null, BUSY)) {
                    return true;
                }
            } else {
                call.next = top;
                if (head.compareAndSet(top, call)) {
                    return false;
                }
            }
        }
    }

    /**
     * For the owner, once its batch is answered.
     *
     * @return the calls of the next batch; null when nobody waits, and the line is idle
     */
    @Nullable
    List<Call> next() {
        if (left.isEmpty()) {
            if (head.compareAndSet(BUSY, null)) {
                return null;
            }
            fill();
        }
        return alike();
    }

    /** The stack has the last one on top. */
    private void fill() {
        Call call = head.getAndSet(BUSY);
        while (call != null && call != BUSY) {
            left.addFirst(call);
            Call next = call.next;
            call.next = null;
            call = next;
        }
    }

    /** An override may have changed the numbers in between. */
    private List<Call> alike() {
        List<Call> calls = new ArrayList<>(Math.min(left.size(), Batch.MOST));
        Call first = left.getFirst();
        while (!left.isEmpty()
                && calls.size() < Batch.MOST
                && left.getFirst().bucket().isLike(first.bucket())) {
            calls.add(left.removeFirst());
        }
        return calls;
    }
}
