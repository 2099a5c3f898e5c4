package dev.lockstitch.redis.lock;

import dev.lockstitch.HeldLock;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.syntax.Bounds;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A lock inside this JVM alone, while Redis cannot be used: held until it is closed. */
final class LocalLock implements HeldLock {

    private final RedisLocks locks;
    private final Acquisition by;
    private final long acquiredNanos = System.nanoTime();
    private final AtomicBoolean closed = new AtomicBoolean();

    LocalLock(RedisLocks locks, Acquisition by) {
        this.locks = locks;
        this.by = by;
    }

    @Override
    public String key() {
        return by.wanted().key();
    }

    @Override
    public long fencingToken() {
        throw insideThisJvm("There is no fencing token");
    }

    @Override
    public String token() {
        throw insideThisJvm("There is no token");
    }

    private IllegalStateException insideThisJvm(String what) {
        return new IllegalStateException(what + ": lock " + KeyText.shown(key())
                + " is held inside this JVM alone, because Redis could not be used when it was asked for");
    }

    @Override
    public boolean isHeld() {
        return !closed.get();
    }

    @Override
    public void assertHeld() {
        if (closed.get()) {
            throw new IllegalStateException("Lock " + KeyText.shown(key()) + " was given back already");
        }
    }

    @Override
    public Duration remaining() {
        return isHeld() ? RedisHeldLock.LONGEST : Duration.ZERO;
    }

    @Override
    public void onLost(Runnable action) {
        // Nobody can take it away.
    }

    @Override
    public boolean extend(Duration by) {
        Bounds.extension(by);
        return isHeld();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            by.local().dismissLocally(by.wanted().mode());
            if (by.queues()) {
                by.local().queue().promoteNext();
            }
            locks.done(by, System.nanoTime() - acquiredNanos);
        }
    }

    boolean belongsTo(RedisLocks others) {
        return locks == others;
    }

    Acquisition by() {
        return by;
    }

    @Override
    public String toString() {
        return "HeldLock[" + KeyText.shown(key()) + ", in this JVM alone, " + (isHeld() ? "held" : "not held") + "]";
    }
}
