package dev.lockstitch.redis.lock;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Failure;
import dev.lockstitch.spi.LockOutcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One caller's way to one key, as a machine: it says what is to be done next, and is told what came of it. It never
 * blocks, so that it serves callers that do and callers that do not. Used by one thread at a time, but for
 * {@link #signal()} and {@link #granted()}.
 */
abstract class Acquisition extends Caller<RedisHeldLock> {

    /** What is to be done next. */
    enum Step {
        /** Ask Redis: {@link #ask()}, then {@link #answered}. */
        ASK,
        /** Wait for a signal, {@link #waitNanos()} at most, then {@link #woken()}. */
        WAIT,
        /** Read {@link #result()}. */
        DONE
    }

    private final RedisLocks locks;
    private final Wanted wanted;
    private final Ticket ticket;
    private boolean queues;

    private @Nullable LocalKey local;
    private boolean atGate;
    private boolean allCount;
    private boolean waitingTold;
    private int repeated;
    private @Nullable Failure reason;
    private @Nullable Answer<LockOutcome> result;
    private volatile boolean granted;

    Acquisition(RedisLocks locks, Wanted wanted) {
        this.locks = locks;
        this.wanted = wanted;
        ticket = new Ticket(locks, wanted);
        queues = wanted.takesTurns();
    }

    final Step begin() {
        if (result != null) {
            return Step.DONE;
        }
        LocalKey entered = locks.local().enter(wanted.key());
        local = entered;
        return queues && !entered.queue().enter(this) ? woken() : stepToAsk();
    }

    /** The question to be put to Redis now. */
    final LockScripts.Ask ask() {
        granted = false;
        return ticket.ask(this, queues && wanted.lease().renewed());
    }

    final Step answered(Answer<Long> answer) {
        ticket.heard(answer);
        if (result != null) {
            ticket.giveBackLate();
            return Step.DONE;
        }
        return answer instanceof Answer.Reply<Long> reply ? replied(reply.value()) : failed((Answer.None<Long>) answer);
    }

    private Step replied(long reply) {
        if (reply == 0) {
            return failed(AskFailures.foreign());
        }
        return reply > 0 ? taken(reply) : contended(-reply);
    }

    private Step taken(long fence) {
        if (ticket.isLeaseOver()) {
            // A pause of this JVM may outlast the lease: nobody enters on one that is over. The same token may ask
            // again.
            return repeated++ == 0 ? Step.ASK : failed(AskFailures.tooShort(wanted.lease()));
        }
        if (!local().admit(wanted.mode(), wanted.goesLocal())) {
            allCount = wanted.goesLocal();
            ticket.undo();
            repeated = 0;
            return atGate();
        }
        Hold hold = ticket.hold(this, fence);
        locks.add(hold);
        RedisHeldLock view = hold.first(locks, this);
        if (!wanted.lease().renewed()) {
            // Nobody of this node is to wait for a holder whose lease is over.
            view.watchAgain();
        }
        return grant(view);
    }

    private Step contended(long restMillis) {
        if (!ticket.askedToWait()) {
            ticket.giveBackUnheard();
            return finish(new Answer.Reply<>(new LockOutcome.Contended(wanted.waited())));
        }
        repeated = 0;
        ticket.queued(restMillis);
        return woken();
    }

    private Step failed(Answer.None<Long> none) {
        Failure failure = none.failure();
        if (failure.kind() == Failure.Kind.UNANSWERED && repeated++ == 0) {
            // The reply may be lost while Redis is well. The same token gets no second lock.
            return Step.ASK;
        }
        if (failure.kind() == Failure.Kind.SATURATED && !none.mayHaveRun() && wanted.isInTime()) {
            // All connections are taken, by calls that will be done: that is one more thing to wait for.
            return Step.ASK;
        }
        ticket.undoAfter(none);
        repeated = 0;
        if (wanted.goesLocal() && AskFailures.isReasonToGoLocal(failure)) {
            reason = failure;
            return atGate();
        }
        return finish(none.as());
    }

    /** Looks where it stands: after a signal, and when the time to wait is over. */
    final Step woken() {
        if (result != null) {
            return Step.DONE;
        }
        return switch (place()) {
            case HANDED -> accept(Objects.requireNonNull(handed()));
            case QUEUED -> inLine();
            // Bounded by the decision budget of whoever asks.
            case PASSING -> Step.WAIT;
            case ASKING -> atGate ? atGate() : waiting();
            case GONE -> throw new IllegalStateException("Gone without a result");
        };
    }

    private Step inLine() {
        Answer<LockOutcome> end = endOfWait();
        if (end != null) {
            if (!leaveQueue()) {
                return woken();
            }
            local().queue().remove(this);
            if (end instanceof Answer.Reply && !local().isTaken()) {
                // Nobody of this node holds it: only Redis can say whether it is contended.
                queues = false;
                askInstead();
                return stepToAsk();
            }
            return finish(end);
        }
        tellWaiting();
        locks.lookForLife(wanted.names());
        return Step.WAIT;
    }

    private Step waiting() {
        if (locks.isClosing()) {
            return tooLate();
        }
        if (!ticket.isQueued()) {
            return stepToAsk();
        }
        boolean due = ticket.isPollDue() || !wanted.isInTime();
        if (due || granted || locks.refusal(wanted.names()) != null) {
            return Step.ASK;
        }
        tellWaiting();
        return Step.WAIT;
    }

    private Step stepToAsk() {
        return local().isClosedTo(wanted.mode(), false) ? atGate() : Step.ASK;
    }

    /** Where holds without Redis exclude each other and what Redis grants. */
    private Step atGate() {
        if (!atGate) {
            atGate = true;
            local().waitAtGate(this);
        }
        boolean withoutRedis = reason != null && (!reason.isOutage() || locks.refusal(wanted.names()) != null);
        if (withoutRedis && local().admitLocally(wanted.mode())) {
            return grant(new LocalLock(locks, this));
        }
        Answer<LockOutcome> end = endOfWait();
        if (end != null) {
            return finish(end);
        }
        if (!withoutRedis && !local().isClosedTo(wanted.mode(), allCount)) {
            leaveGate();
            return Step.ASK;
        }
        tellWaiting();
        return Step.WAIT;
    }

    private void leaveGate() {
        if (atGate) {
            atGate = false;
            local().leaveGate(this);
        }
    }

    /** Why it is no use to wait on; null while it is. */
    private @Nullable Answer<LockOutcome> endOfWait() {
        if (locks.isClosing()) {
            return new Answer.None<>(Failure.CLOSED, false);
        }
        Failure refusal = locks.refusal(wanted.names());
        if (refusal != null && !wanted.goesLocal()) {
            return new Answer.None<>(refusal, false);
        }
        return wanted.isInTime() ? null : new Answer.Reply<>(new LockOutcome.Contended(wanted.waited()));
    }

    private Step accept(RedisHeldLock view) {
        if (view.hold().isAlive()) {
            return grant(view);
        }
        // A pause of this JVM: it was handed over, and then its lease ended.
        boolean turnKept = view.hold().giveUpTurn();
        locks.drop(view.hold());
        ticket.renew();
        askInstead();
        return turnKept || local().queue().enter(this) ? stepToAsk() : woken();
    }

    private Step grant(HeldLock lock) {
        leaveGate();
        ticket.forget();
        result = new Answer.Reply<>(new LockOutcome.Granted(lock));
        locks.granted();
        return Step.DONE;
    }

    /** It goes without a lock: whoever is next gets the turn. */
    private Step finish(Answer<LockOutcome> answer) {
        result = answer;
        leaveGate();
        ticket.forget();
        if (queues && place() == Place.ASKING) {
            local().queue().promoteNext();
        }
        locks.local().leave(wanted.key(), local());
        return Step.DONE;
    }

    private Step abandoned(Answer<LockOutcome> answer) {
        ticket.giveBack();
        return finish(answer);
    }

    /** What would be granted now could not be given back any more. */
    final Step tooLate() {
        return abandoned(new Answer.None<>(Failure.CLOSED, false));
    }

    /** The caller wants it no more; nothing is left locked. False when it has the lock, or its answer, already. */
    final boolean giveUp() {
        if (result != null) {
            return false;
        }
        Answer<LockOutcome> nobody = new Answer.None<>(Failure.CLOSED, false);
        if (local == null) {
            result = nobody;
        } else if (leave()) {
            local().queue().remove(this);
            finish(nobody);
        } else if (place() == Place.HANDED) {
            result = nobody;
            ticket.forget();
            locks.granted();
            // Giving back may wait for Redis, which this thread may not.
            locks.elsewhere(Objects.requireNonNull(handed())::close);
        } else {
            abandoned(nobody);
        }
        return true;
    }

    /** It stands in Redis's queue with that token, put there by whoever of this JVM had the lock before. */
    final void standInRedis(String passed) {
        ticket.queueAs(passed, this);
    }

    /** That came to nothing. */
    final void standNowhere() {
        ticket.renew();
    }

    /** Redis has granted it, a message says. */
    final void granted() {
        granted = true;
        signal();
    }

    /** Whether it can have a lock handed over as it is. */
    final boolean takesOver() {
        return queues && wanted.floor() == 0 && wanted.lease().renewed();
    }

    private void tellWaiting() {
        if (!waitingTold) {
            waitingTold = true;
            locks.events().waiting(wanted.request(), wanted.key());
        }
    }

    /** How long to wait until it is time to look again. */
    final long waitNanos() {
        if (place() == Place.PASSING) {
            return Ticket.POLL_NANOS;
        }
        boolean inRedis = ticket.isQueued() && place() == Place.ASKING;
        long nanos = inRedis ? ticket.nextAskNanos() - System.nanoTime() : Ticket.POLL_NANOS;
        return Math.max(Math.min(nanos, wanted.leftNanos()), 1);
    }

    final @Nullable Answer<LockOutcome> result() {
        return result;
    }

    final RedisLocks locks() {
        return locks;
    }

    final Wanted wanted() {
        return wanted;
    }

    /** Whether it takes its turn in the queue of this JVM. */
    final boolean queues() {
        return queues;
    }

    final LocalKey local() {
        return Objects.requireNonNull(local);
    }
}
