package dev.lockstitch.redis.lock;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.syntax.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One caller's view of what this node holds. */
final class RedisHeldLock implements HeldLock {

    private static final Logger LOG = LoggerFactory.getLogger(RedisHeldLock.class);
    static final Duration LONGEST = Duration.ofDays(365);

    private final RedisLocks locks;
    private final Hold hold;
    private final Acquisition by;
    private final long fence;
    private final long acquiredNanos = System.nanoTime();
    private final AtomicBoolean closed = new AtomicBoolean();

    private boolean expiryTold;
    private @Nullable List<Runnable> onLost;
    private @Nullable Future<?> watch;

    RedisHeldLock(RedisLocks locks, Hold hold, Acquisition by, long fence) {
        this.locks = locks;
        this.hold = hold;
        this.by = by;
        this.fence = fence;
    }

    @Override
    public String key() {
        return hold.key();
    }

    @Override
    public long fencingToken() {
        return fence;
    }

    @Override
    public String token() {
        if (hold.giveOutToken(this)) {
            // Whoever gets the token may give the lock back where this node does not see it.
            by.local().queue().promoteNext();
        }
        // Once it was closed, the next caller of this node may have the hold, and with it the token.
        return hold.isTokenOutWith(this) ? hold.token() : Tokens.NOBODYS;
    }

    @Override
    public boolean isHeld() {
        return !closed.get() && hold.isAlive();
    }

    @Override
    public void assertHeld() {
        if (!isHeld()) {
            throw new IllegalStateException(
                    closed.get()
                            ? "Lock " + KeyText.shown(key()) + " was given back already"
                            : "Lock " + KeyText.shown(key()) + " was lost: someone else may hold it now");
        }
    }

    @Override
    public Duration remaining() {
        return isHeld() ? Duration.ofNanos(Math.max(hold.restNanos(), 0)) : Duration.ZERO;
    }

    @Override
    public void onLost(Runnable action) {
        synchronized (this) {
            if (closed.get() || hold.isGivenBackElsewhere()) {
                return;
            }
            if (!hold.isLost()) {
                onLost = onLost == null ? new ArrayList<>() : onLost;
                onLost.add(action);
                watchAgain();
                return;
            }
        }
        locks.run(action);
    }

    /** Has the end of a fixed lease looked at in time. One timer a lock, which goes with it. */
    synchronized void watchAgain() {
        stopWatching();
        watch = closed.get() ? null : locks.watch(this);
    }

    @Override
    public boolean extend(Duration by) {
        Bounds.extension(by);
        if (!isHeld() || !hold.beginsToExtend(this)) {
            return false;
        }
        long sent = System.nanoTime();
        Answer<Long> answer = locks.scripts().extend(hold, by.toMillis());
        return answer instanceof Answer.Reply<Long> reply && hold.confirmed(sent, reply.value());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stopWatching();
            locks.giveBack(this);
        }
    }

    /** It ends without being given back in Redis, where it is not ours any more. */
    void endWithout() {
        if (closed.compareAndSet(false, true)) {
            stopWatching();
            locks.remove(hold);
            hold.dismiss();
            locks.done(by, heldNanos());
        }
    }

    private synchronized void stopWatching() {
        if (watch != null) {
            watch.cancel(false);
        }
    }

    /** The hold is gone while this caller has it. */
    void wasLost() {
        List<Runnable> actions;
        synchronized (this) {
            actions = onLost == null ? List.of() : List.copyOf(onLost);
        }
        actions.forEach(locks::run);
        locks.events().lost(by.wanted().request(), key());
    }

    /** What is told once, when the holder is done: the caller's result stays as it is. */
    void tellIfLost(boolean heldUntilNow) {
        long now = System.nanoTime();
        if (hold.isTokenOut() || (heldUntilNow && !hold.isLost())) {
            return;
        }
        boolean over = hold.isLost() || now - hold.endNanos() >= 0;
        long unprotected = now - (over ? hold.endNanos() : acquiredNanos);
        LOG.warn(
                "Lock {} was lost while it was held: the holder was unprotected for up to {} ms."
                        + " Make the lease longer than the work, or have the store refuse old fencing tokens",
                KeyText.shown(key()),
                Math.max(unprotected / 1_000_000, 1));
        if (!hold.isLost()) {
            locks.events().lost(by.wanted().request(), key());
        }
    }

    boolean belongsTo(RedisLocks others) {
        return locks == others;
    }

    Hold hold() {
        return hold;
    }

    Acquisition by() {
        return by;
    }

    boolean isClosed() {
        return closed.get();
    }

    long heldNanos() {
        return System.nanoTime() - acquiredNanos;
    }

    /** How long the lock is to be kept after its caller is done, in milliseconds. */
    long keepMillis() {
        long least = by.wanted().minHoldNanos();
        long rest = least == 0 ? 0 : least - heldNanos();
        return rest <= 0 ? 0 : (rest + 999_999) / 1_000_000;
    }

    /** True the first time. */
    synchronized boolean markExpiryTold() {
        boolean first = !expiryTold;
        expiryTold = true;
        return first;
    }

    @Override
    public String toString() {
        return "HeldLock[" + KeyText.shown(key()) + ", " + (isHeld() ? "held" : "not held") + "]";
    }
}
