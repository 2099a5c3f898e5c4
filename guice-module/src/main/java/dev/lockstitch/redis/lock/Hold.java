package dev.lockstitch.redis.lock;

import dev.lockstitch.LockMode;
import dev.lockstitch.spi.KeyText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node holds in Redis: a token and its lease, which may go from caller to caller. The lease is counted from
 * before the request was sent, so that it ends here before it does there. Thread-safe.
 */
final class Hold {

    private static final Logger LOG = LoggerFactory.getLogger(Hold.class);

    private final String key;
    private final List<String> names;
    private final String token;
    private final LockMode mode;
    private final Lease lease;
    /** The fencing tokens of handovers come after it. */
    private long fence;

    private final int unheard;
    private final LocalKey local;
    private final boolean queuedFor;

    /** When the turn of this node began. */
    private volatile long sinceNanos;

    private volatile boolean askedToGoOn;
    private volatile long endNanos;

    /** When that was asked of which Redis said last that it is held. */
    private volatile long heldAtNanos;

    private volatile boolean lost;
    private volatile boolean renewing;
    private volatile boolean tokenIsOut;
    private volatile boolean extended;
    private volatile int handovers;
    private volatile long usedFence;
    private boolean leaseIsOver;
    private boolean turnGivenUp;
    private @Nullable RedisHeldLock holder;

    Hold(Acquisition by, String token, long fence, long sentNanos, int unheard) {
        this.key = by.wanted().key();
        this.names = by.wanted().names();
        this.token = token;
        this.mode = by.wanted().mode();
        this.lease = by.wanted().lease();
        this.fence = fence;
        this.unheard = unheard;
        this.local = by.local();
        this.queuedFor = by.queues();
        this.sinceNanos = System.nanoTime();
        this.endNanos = sentNanos + lease.nanos();
        this.heldAtNanos = sentNanos;
    }

    /** The next caller's view of it, with the turn; null when it was lost meanwhile. */
    synchronized @Nullable RedisHeldLock handTo(RedisLocks locks, Acquisition next) {
        if (lost) {
            return null;
        }
        turnGivenUp = false;
        handovers++;
        RedisHeldLock view = new RedisHeldLock(locks, this, next, fence + handovers);
        holder = view;
        return view;
    }

    /** The first caller's view of it. */
    synchronized RedisHeldLock first(RedisLocks locks, Acquisition by) {
        RedisHeldLock view = new RedisHeldLock(locks, this, by, fence);
        holder = view;
        return view;
    }

    String key() {
        return key;
    }

    List<String> names() {
        return names;
    }

    String token() {
        return token;
    }

    LockMode mode() {
        return mode;
    }

    Lease lease() {
        return lease;
    }

    /** What goes on in this JVM about its key. */
    LocalKey local() {
        return local;
    }

    /** It stands in nobody's way in this JVM any more. Once, when its caller is done. */
    void dismiss() {
        boolean wasOver;
        synchronized (this) {
            wasOver = leaseIsOver;
        }
        local.dismiss(mode, wasOver);
    }

    /** True for one: the turn that goes with it is that one's to pass on. */
    synchronized boolean giveUpTurn() {
        boolean had = queuedFor && !turnGivenUp;
        turnGivenUp = true;
        return had;
    }

    /** So many requests for its token got no answer and may run yet. */
    int unheard() {
        return unheard;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    long endNanos() {
        return endNanos;
    }

    int handovers() {
        return handovers;
    }

    /** Whether somebody outside may give this token back, so that nobody else may get it. */
    boolean isTokenOut() {
        return tokenIsOut;
    }

    /** As far as this node can tell: a loss looks alike. */
    boolean isGivenBackElsewhere() {
        return lost && tokenIsOut;
    }

    /** Whether it was that one who gave the token out. */
    synchronized boolean isTokenOutWith(RedisHeldLock by) {
        return tokenIsOut && holder == by;
    }

    /** True when the turn goes to another: the lock may be given back elsewhere. */
    synchronized boolean giveOutToken(RedisHeldLock to) {
        if (holder != to || to.isClosed() || lost) {
            return false;
        }
        tokenIsOut = true;
        return giveUpTurn();
    }

    /** Whether its lease may be longer than that of those who wait for it, so that none of them may get it. */
    boolean isExtended() {
        return extended;
    }

    /** False when it is not that one's any more. Said before Redis is asked, whose answer may be lost. */
    synchronized boolean beginsToExtend(RedisHeldLock of) {
        if (holder != of || of.isClosed()) {
            return false;
        }
        extended = true;
        return true;
    }

    /** A larger fencing token that was used under this hold, for Redis to know; 0: none. */
    long usedFence() {
        return usedFence;
    }

    void useFence(long larger) {
        usedFence = Math.max(usedFence, larger);
    }

    boolean isAlive() {
        return !lost && System.nanoTime() - endNanos < 0;
    }

    boolean isLost() {
        return lost;
    }

    /** How long the rest of the lease is. */
    long restNanos() {
        return endNanos - System.nanoTime();
    }

    /** Whether a third of the lease has passed since then, however long it was extended by. */
    boolean isDue() {
        return System.nanoTime() - heldAtNanos > lease.nanos() / 3;
    }

    /** While a renewal is under way its answer is read before the lease is judged. */
    boolean isRenewing() {
        return renewing;
    }

    void renewing(boolean underWay) {
        renewing = underWay;
    }

    synchronized @Nullable RedisHeldLock holder() {
        return holder;
    }

    /** Redis said at some time after {@code sentNanos} how long the lease lasts; 0: it is not ours any more. */
    boolean confirmed(long sentNanos, long restMillis) {
        if (restMillis <= 0) {
            lose("Redis does not know it any more", false);
            return false;
        }
        synchronized (this) {
            if (lost) {
                return false;
            }
            endNanos = Math.max(endNanos, sentNanos + restMillis * 1_000_000L);
            heldAtNanos = Math.max(heldAtNanos, sentNanos);
            return true;
        }
    }

    /** True once in a turn. */
    synchronized boolean beginsToAsk() {
        boolean first = !askedToGoOn;
        askedToGoOn = true;
        return first;
    }

    /** Redis said at some time after {@code sentNanos} how this node's turn goes on: see {@code goon.lua}. */
    void goesOn(long sentNanos, long reply) {
        if (reply == 0) {
            confirmed(sentNanos, 0);
        } else if (reply > 0) {
            synchronized (this) {
                if (!lost) {
                    fence = reply;
                    handovers = 0;
                    sinceNanos = sentNanos;
                    askedToGoOn = false;
                    endNanos = Math.max(endNanos, sentNanos + lease.nanos());
                    heldAtNanos = Math.max(heldAtNanos, sentNanos);
                }
            }
        }
    }

    /** Ends the hold if its lease is over. */
    void checkLease() {
        if (System.nanoTime() - endNanos >= 0) {
            lose("its lease is over", !lease.renewed());
        }
    }

    /** As it was to, that is at the end of a lease that nobody renews. */
    private void lose(String why, boolean asItWasTo) {
        RedisHeldLock told;
        boolean givenBack;
        synchronized (this) {
            told = holder;
            if (lost || told == null || told.isClosed()) {
                return;
            }
            givenBack = tokenIsOut;
            lost = true;
            if (asItWasTo) {
                leaseIsOver = true;
                local.leaseIsOver(mode);
            }
            endNanos = Math.min(endNanos, System.nanoTime());
        }
        if (givenBack) {
            // Elsewhere, most likely: that is no loss, and nobody need close it here.
            LOG.info(
                    "Lock {} whose token was given out has ended, given back elsewhere or lost: {}",
                    KeyText.shown(key),
                    why);
            told.endWithout();
        } else {
            LOG.info("Lock {} was lost while it is held: {}", KeyText.shown(key), why);
            told.wasLost();
        }
        if (asItWasTo) {
            local.openGate();
        }
        if (giveUpTurn()) {
            // Those who wait here need not wait for a holder that has nothing any more.
            local.queue().promoteNext();
        }
    }
}
