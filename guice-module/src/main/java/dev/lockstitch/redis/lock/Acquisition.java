package dev.lockstitch.redis.lock;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockMode;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Failure;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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

    /** Bounds what a lost message, or an outage that nobody noticed, can cost; {@code queue.lua} counts on it. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final RedisLocks locks;
    private final LockRequest request;
    private final String key;
    private final List<String> names;
    private final Lease lease;
    private final long floor;
    private final long startNanos = System.nanoTime();
    private final long deadlineNanos;
    private boolean queues;
    private final boolean goesLocal;

    private @Nullable LocalKey local;
    private String token;
    private long sentNanos;
    private boolean asked;
    private boolean askedToWait;
    private boolean inRedisQueue;
    private long nextAskNanos;
    private boolean atGate;
    private boolean allCount;
    private boolean waitingTold;
    private int repeated;
    private int unheard;
    private @Nullable Failure reason;
    private @Nullable Answer<LockOutcome> result;
    private volatile boolean granted;

    /**
     * The way to a key.
     *
     * @param floor the least fencing token that will do
     */
    Acquisition(RedisLocks locks, LockRequest request, String key, long floor, long deadlineNanos) {
        this.locks = locks;
        this.request = request;
        this.key = key;
        this.floor = floor;
        this.deadlineNanos = deadlineNanos;
        names = locks.scripts().names(key);
        lease = locks.leaseFor(request);
        token = locks.tokens().next();
        goesLocal = locks.goesLocal(request);
        queues = !request.fair() && request.mode() == LockMode.EXCLUSIVE && left() > 0;
    }

    final Step begin() {
        if (result != null) {
            return Step.DONE;
        }
        LocalKey entered = locks.local().enter(key);
        local = entered;
        return queues && !entered.queue().enter(this) ? woken() : stepToAsk();
    }

    /** The question to be put to Redis now. */
    final LockScripts.Ask ask() {
        askedToWait = left() > 0;
        if (askedToWait) {
            locks.wakeups().expect(token, this);
        }
        asked = true;
        unheard++;
        granted = false;
        sentNanos = System.nanoTime();
        return new LockScripts.Ask(names, token, request.mode(), lease, askedToWait, floor, queues && lease.renewed());
    }

    final Step answered(Answer<Long> answer) {
        if (!(answer instanceof Answer.None<Long> none && mayHaveLeftSomething(none))) {
            unheard--;
        }
        if (result != null) {
            // Nobody wants any more what it brought.
            locks.abandon(key, token, 0);
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
        if (System.nanoTime() - sentNanos >= lease.nanos()) {
            // A pause of this JVM may outlast the lease: nobody enters on one that is over. The same token may ask
            // again.
            return repeated++ == 0 ? Step.ASK : failed(AskFailures.tooShort(lease));
        }
        if (!local().admit(request.mode(), goesLocal)) {
            allCount = goesLocal;
            startOver();
            return atGate();
        }
        Hold hold = new Hold(this, token, fence, sentNanos, unheard);
        locks.add(hold);
        RedisHeldLock view = hold.first(locks, this);
        if (!lease.renewed()) {
            // Nobody of this node is to wait for a holder whose lease is over.
            view.watchAgain();
        }
        return grant(view);
    }

    private Step contended(long restMillis) {
        if (!askedToWait) {
            return finish(new Answer.Reply<>(new LockOutcome.Contended(waited())));
        }
        inRedisQueue = true;
        repeated = 0;
        nextAskNanos = System.nanoTime() + Math.min(TimeUnit.MILLISECONDS.toNanos(restMillis), POLL_NANOS);
        locks.wakeups().subscribe();
        return woken();
    }

    private Step failed(Answer.None<Long> none) {
        Failure failure = none.failure();
        if (failure.kind() == Failure.Kind.UNANSWERED && repeated++ == 0) {
            // The reply may be lost while Redis is well. The same token gets no second lock.
            return Step.ASK;
        }
        if (inRedisQueue || unheard > 0 || mayHaveLeftSomething(none)) {
            startOver();
        }
        if (goesLocal && AskFailures.isReasonToGoLocal(failure)) {
            reason = failure;
            return atGate();
        }
        return finish(none.as());
    }

    /** What is foreign was an answer all the same. */
    private static boolean mayHaveLeftSomething(Answer.None<Long> none) {
        return none.mayHaveRun() && none.failure().kind() != Failure.Kind.FOREIGN_VALUE;
    }

    /** What this token has done in Redis is undone, and the next question is a new one. */
    private void startOver() {
        locks.abandon(key, token, unheard);
        takeNewToken();
        repeated = 0;
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
        locks.lookForLife(names);
        return Step.WAIT;
    }

    private Step waiting() {
        if (locks.isClosing()) {
            return abandoned(new Answer.None<>(Failure.CLOSED, false));
        }
        if (!inRedisQueue) {
            return stepToAsk();
        }
        boolean due = System.nanoTime() - nextAskNanos >= 0 || left() <= 0;
        if (due || granted || locks.refusal() != null) {
            return Step.ASK;
        }
        tellWaiting();
        return Step.WAIT;
    }

    private Step stepToAsk() {
        return local().isClosedTo(request.mode(), false) ? atGate() : Step.ASK;
    }

    /** Where holds without Redis exclude each other and what Redis grants. */
    private Step atGate() {
        if (!atGate) {
            atGate = true;
            local().waitAtGate(this);
        }
        boolean withoutRedis = reason != null && (!reason.isOutage() || locks.refusal() != null);
        if (withoutRedis && local().admitLocally(request.mode())) {
            return grant(new LocalLock(locks, this));
        }
        Answer<LockOutcome> end = endOfWait();
        if (end != null) {
            return finish(end);
        }
        if (!withoutRedis && !local().isClosedTo(request.mode(), allCount)) {
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
        Failure refusal = locks.refusal();
        if (refusal != null && !goesLocal) {
            return new Answer.None<>(refusal, false);
        }
        return left() <= 0 ? new Answer.Reply<>(new LockOutcome.Contended(waited())) : null;
    }

    private Step accept(RedisHeldLock view) {
        if (view.hold().isAlive()) {
            return grant(view);
        }
        // A pause of this JVM: it was handed over, and then its lease ended.
        boolean turnKept = view.hold().giveUpTurn();
        locks.drop(view.hold(), local());
        takeNewToken();
        askInstead();
        return turnKept || local().queue().enter(this) ? stepToAsk() : woken();
    }

    private Step grant(HeldLock lock) {
        leaveGate();
        locks.wakeups().forget(token);
        result = new Answer.Reply<>(new LockOutcome.Granted(lock));
        locks.granted();
        return Step.DONE;
    }

    /** It goes without a lock: whoever is next gets the turn. */
    private Step finish(Answer<LockOutcome> answer) {
        result = answer;
        leaveGate();
        locks.wakeups().forget(token);
        if (queues && place() == Place.ASKING) {
            local().queue().promoteNext();
        }
        locks.local().leave(key, local());
        return Step.DONE;
    }

    private Step abandoned(Answer<LockOutcome> answer) {
        if (asked) {
            locks.abandon(key, token, unheard);
        }
        return finish(answer);
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
            locks.wakeups().forget(token);
            locks.granted();
            // Giving back may wait for Redis, which this thread may not.
            locks.giveBackElsewhere(Objects.requireNonNull(handed())::close);
        } else {
            abandoned(nobody);
        }
        return true;
    }

    /** It stands in Redis's queue with that token, put there by whoever of this JVM had the lock before. */
    final void standInRedis(String passed) {
        token = passed;
        asked = true;
        inRedisQueue = true;
        nextAskNanos = System.nanoTime() + POLL_NANOS;
        locks.wakeups().expect(passed, this);
        locks.wakeups().subscribe();
    }

    /** That came to nothing. */
    final void standNowhere() {
        takeNewToken();
    }

    private void takeNewToken() {
        locks.wakeups().forget(token);
        token = locks.tokens().next();
        inRedisQueue = false;
        unheard = 0;
    }

    /** Redis has granted it, a message says. */
    final void granted() {
        granted = true;
        signal();
    }

    /** Whether it can have a lock handed over as it is. */
    final boolean takesOver() {
        return queues && floor == 0 && lease.renewed();
    }

    private void tellWaiting() {
        if (!waitingTold) {
            waitingTold = true;
            locks.events().waiting(request, key);
        }
    }

    /** How long to wait until it is time to look again. */
    final long waitNanos() {
        if (place() == Place.PASSING) {
            return POLL_NANOS;
        }
        long until = inRedisQueue && place() == Place.ASKING ? nextAskNanos : System.nanoTime() + POLL_NANOS;
        return Math.max(Math.min(until - System.nanoTime(), left()), 1);
    }

    private long left() {
        return deadlineNanos - System.nanoTime();
    }

    final Duration waited() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    final long minHoldNanos() {
        return request.minHoldTime().toNanos();
    }

    final @Nullable Answer<LockOutcome> result() {
        return result;
    }

    final RedisLocks locks() {
        return locks;
    }

    final LockRequest request() {
        return request;
    }

    final String key() {
        return key;
    }

    final List<String> names() {
        return names;
    }

    final LockMode mode() {
        return request.mode();
    }

    final Lease lease() {
        return lease;
    }

    /** Whether it takes its turn in the queue of this JVM. */
    final boolean queues() {
        return queues;
    }

    final LocalKey local() {
        return Objects.requireNonNull(local);
    }
}
