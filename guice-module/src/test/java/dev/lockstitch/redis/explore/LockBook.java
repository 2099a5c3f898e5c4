package dev.lockstitch.redis.explore;

import dev.lockstitch.redis.history.HistoryChecker;
import dev.lockstitch.redis.history.LockRecord;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the callers of one history wrote down, and what follows from all of it together. Thread-safe to write. */
final class LockBook {

    /** What a node holds goes from caller to caller for so long without a question to Redis. */
    private static final long TURN_NANOS = Duration.ofMillis(20).toNanos();

    /** So long somebody who has given up may stand in the way of others on a healthy Redis. */
    private static final long WAKE_NANOS = Duration.ofMillis(60).toNanos();

    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final Queue<Loss> losses = new ConcurrentLinkedQueue<>();

    /** When keys were deleted in Redis. */
    private record Loss(List<String> keys, List<String> kinds, long beforeNanos, long afterNanos) {

        boolean touches(LockRecord record) {
            return kinds.contains(record.isExclusive() ? "lock" : "readers")
                    && record.keys().stream().anyMatch(keys::contains);
        }
    }

    /**
     * One call.
     *
     * @param record what came of it
     * @param foundLostNanos when its lock was found lost; 0: never
     * @param leaseNanos before so long after it was asked for it cannot be lost by itself
     * @param reachNanos so long at most its lease may reach into the future
     * @param minHold how long it is to be kept at least
     */
    record Entry(LockRecord record, long foundLostNanos, long leaseNanos, long reachNanos, Duration minHold) {}

    void write(Entry entry) {
        entries.add(entry);
    }

    void lost(List<String> keys, List<String> kinds, long beforeNanos, long afterNanos) {
        losses.add(new Loss(List.copyOf(keys), List.copyOf(kinds), beforeNanos, afterNanos));
    }

    /** In the order of the answers. */
    List<String> told() {
        return entries.stream()
                .map(entry -> entry.record.answered() / 1000 + " " + entry.record.shown(0))
                .toList();
    }

    void check(Story story, LockPlan plan, Duration stall) {
        List<LockRecord> records =
                entries.stream().map(entry -> protectedPart(entry, stall)).toList();
        HistoryChecker.checkExclusion(records).forEach(story::wrong);
        entries.forEach(entry -> checkLoss(entry, story));
        if (plan.isHealthy()) {
            records.forEach(record -> checkContention(record, story));
        }
    }

    /** Until keys were deleted: from then on the lock is lost, though its node cannot know it yet. */
    private LockRecord protectedPart(Entry entry, Duration stall) {
        LockRecord record = entry.record;
        if (!record.isGranted()) {
            return record;
        }
        long until = record.heldUntil();
        if (record.ending() == LockRecord.Ending.RELEASED) {
            until = Math.max(until, record.asked() + entry.minHold.toNanos());
        }
        for (Loss loss : losses) {
            boolean before = until < loss.beforeNanos;
            boolean after = record.asked() > loss.afterNanos + TURN_NANOS + stall.toNanos();
            if (loss.touches(record) && !before && !after) {
                until = Math.max(loss.beforeNanos, record.answered());
                until = record.answered() < loss.beforeNanos ? until : record.answered();
            }
        }
        return record.ended(until, record.ending());
    }

    private void checkLoss(Entry entry, Story story) {
        LockRecord record = entry.record;
        boolean deleted = losses.stream().anyMatch(loss -> loss.touches(record));
        if (entry.foundLostNanos != 0 && !deleted && entry.foundLostNanos - record.asked() < entry.leaseNanos) {
            story.wrong("lost without a reason: " + record.shown(record.asked()));
        }
        for (Loss loss : losses) {
            boolean had = loss.touches(record) && record.answered() < loss.beforeNanos;
            if (had && record.isGranted() && record.heldUntil() > loss.afterNanos + entry.reachNanos) {
                story.wrong("deleted " + (record.heldUntil() - loss.afterNanos) / 1_000_000
                        + " ms ago and still said to be held: " + record.shown(record.asked()));
            }
        }
    }

    /** On a healthy Redis only those are contended who meet somebody. */
    private void checkContention(LockRecord record, Story story) {
        if (record.outcome() == LockRecord.Outcome.CONTENDED
                && entries.stream().map(Entry::record).noneMatch(other -> isMetBy(record, other))) {
            story.wrong("contended though nobody was there: " + record.shown(record.asked()));
        }
    }

    private static boolean isMetBy(LockRecord record, LockRecord other) {
        boolean same = other.asked() == record.asked() && other.thread() == record.thread();
        return !same
                && other.keys().stream().anyMatch(record.keys()::contains)
                && other.asked() <= record.answered()
                && Math.max(other.answered(), other.heldUntil()) + WAKE_NANOS >= record.asked();
    }
}
