package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Failure;
import java.util.concurrent.TimeUnit;

/**
 * What Redis may know of one caller: its token, what was asked with it and not heard of, and whether it stands in Redis's
 * queue. Used by one thread at a time.
 */
final class Ticket {

    /** Bounds what a lost message, or an outage that nobody noticed, can cost; {@code queue.lua} counts on it. */
    static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final RedisLocks locks;
    private final Wanted wanted;
    private String token;
    private boolean asked;
    private boolean askedToWait;
    private boolean queued;
    private boolean known;
    private long sentNanos;
    private long nextAskNanos;
    private int unheard;

    Ticket(RedisLocks locks, Wanted wanted) {
        this.locks = locks;
        this.wanted = wanted;
        token = locks.tokens().next();
    }

    /** The question to be put to Redis now, by whom a message about it is for. */
    LockScripts.Ask ask(Acquisition by, boolean spare) {
        askedToWait = wanted.isInTime();
        if (askedToWait) {
            locks.wakeups().expect(token, by);
        }
        asked = true;
        unheard++;
        sentNanos = System.nanoTime();
        return new LockScripts.Ask(
                wanted.names(), token, wanted.mode(), wanted.lease(), askedToWait, wanted.floor(), spare);
    }

    /** An answer has come: what was asked cannot run later any more, unless that answer says that it may. */
    void heard(Answer<Long> answer) {
        if (!(answer instanceof Answer.None<Long> none && mayHaveLeftSomething(none))) {
            unheard--;
        }
        known |= answer instanceof Answer.Reply<Long>;
    }

    /** Redis has put it into its queue. */
    void queued(long restMillis) {
        queued = true;
        nextAskNanos = System.nanoTime() + Math.min(TimeUnit.MILLISECONDS.toNanos(restMillis), POLL_NANOS);
        locks.wakeups().subscribe();
    }

    /** Another of this JVM puts it into Redis's queue, with that token. */
    void queueAs(String passed, Acquisition by) {
        token = passed;
        asked = true;
        known = true;
        locks.wakeups().expect(passed, by);
        queued(TimeUnit.NANOSECONDS.toMillis(POLL_NANOS));
    }

    /** What the token has done in Redis, if anything, is undone; the next question is a new one. */
    void undoAfter(Answer.None<Long> none) {
        if (queued || unheard > 0 || mayHaveLeftSomething(none)) {
            undo();
        }
    }

    void undo() {
        giveBack();
        renew();
    }

    /** What the token has done in Redis, if anything, is undone. */
    void giveBack() {
        if (asked) {
            // What an earlier answer told of may be given back first; what was not heard of may run after that.
            locks.abandon(wanted.key(), token, known && unheard > 0 ? unheard + 1 : unheard);
        }
    }

    /** This answer is final, but a question that was not heard of may run yet. */
    void giveBackUnheard() {
        if (unheard > 0) {
            giveBack();
        }
    }

    /** What came for it in the end is not wanted any more. */
    void giveBackLate() {
        locks.abandon(wanted.key(), token, 0);
    }

    /** Takes a new token: the old one is another's business. */
    void renew() {
        forget();
        token = locks.tokens().next();
        asked = false;
        queued = false;
        known = false;
        unheard = 0;
    }

    /** Messages about it are for nobody. */
    void forget() {
        locks.wakeups().forget(token);
    }

    /** What is foreign was an answer all the same. */
    private static boolean mayHaveLeftSomething(Answer.None<Long> none) {
        return none.mayHaveRun() && none.failure().kind() != Failure.Kind.FOREIGN_VALUE;
    }

    Hold hold(Acquisition by, long fence) {
        return new Hold(by, token, fence, sentNanos, unheard);
    }

    /** Whether a lease that began with the last question is over. */
    boolean isLeaseOver() {
        return System.nanoTime() - sentNanos >= wanted.lease().nanos();
    }

    boolean askedToWait() {
        return askedToWait;
    }

    boolean isQueued() {
        return queued;
    }

    boolean isPollDue() {
        return System.nanoTime() - nextAskNanos >= 0;
    }

    long nextAskNanos() {
        return nextAskNanos;
    }
}
