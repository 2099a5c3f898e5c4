package dev.lockstitch.redis.history;

import dev.lockstitch.LockMode;
import java.util.List;

/**
 * One request for a lock and what came of it. The times are readings of {@link System#nanoTime}, which on Linux is one
 * clock for all processes of a machine; {@link Jvms} checks that it is.
 *
 * @param node who asked
 * @param thread which of its threads
 * @param keys what for
 * @param mode exclusive or shared
 * @param asked read before the request
 * @param answered read after the answer, so that a lock was held by then; without an answer the end of the JVM
 * @param outcome the answer
 * @param token the fencing token; 0 without a lock
 * @param heldUntil the last reading at which the lock was certainly held: {@code answered} when not even then. A lock
 *     whose holder was killed lasts longer in Redis, at least until the kill
 * @param ending how the hold ended
 */
public record LockRecord(
        String node,
        int thread,
        List<String> keys,
        LockMode mode,
        long asked,
        long answered,
        Outcome outcome,
        long token,
        long heldUntil,
        Ending ending) {

    public enum Outcome {
        GRANTED,
        CONTENDED,
        UNGUARDED,
        UNANSWERED
    }

    public enum Ending {
        RELEASED,
        LOST,
        /** The JVM was killed while it held, or waited. */
        KILLED,
        /** Nothing is known, though the JVM ended well. */
        OPEN
    }

    public static LockRecord asked(String node, int thread, List<String> keys, LockMode mode, long asked) {
        return new LockRecord(
                node, thread, keys, mode, asked, Long.MAX_VALUE, Outcome.UNANSWERED, 0, Long.MAX_VALUE, Ending.OPEN);
    }

    public LockRecord granted(long at, long newToken) {
        return new LockRecord(
                node, thread, keys, mode, asked, at, Outcome.GRANTED, newToken, Long.MAX_VALUE, Ending.OPEN);
    }

    public LockRecord refused(long at, Outcome how) {
        return new LockRecord(node, thread, keys, mode, asked, at, how, 0, at, Ending.RELEASED);
    }

    public LockRecord ended(long until, Ending how) {
        return new LockRecord(
                node, thread, keys, mode, asked, answered, outcome, token, Math.max(until, answered), how);
    }

    /** The JVM ended then, and wrote no more. */
    LockRecord cutOff(long at, Ending how) {
        if (ending != Ending.OPEN) {
            return this;
        }
        long end = outcome == Outcome.UNANSWERED ? Math.max(at, asked) : answered;
        return new LockRecord(node, thread, keys, mode, asked, end, outcome, token, Math.max(at, end), how);
    }

    public boolean isGranted() {
        return outcome == Outcome.GRANTED;
    }

    /** False for a lock that was lost before its holder could look. */
    public boolean isProtected() {
        return isGranted() && heldUntil > answered;
    }

    public boolean isExclusive() {
        return mode == LockMode.EXCLUSIVE;
    }

    public long waitedNanos() {
        return answered - asked;
    }

    /** Shown in times since the beginning of the history. */
    public String shown(long epoch) {
        return String.format(
                "%s/%d %s %s asked %.3f, %s %.3f, token %d, %s %.3f",
                node,
                thread,
                mode,
                keys,
                (asked - epoch) / 1e6,
                outcome,
                (answered - epoch) / 1e6,
                token,
                ending,
                (heldUntil - epoch) / 1e6);
    }
}
