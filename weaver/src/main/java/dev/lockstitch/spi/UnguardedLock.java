package dev.lockstitch.spi;

import dev.lockstitch.HeldLock;
import dev.lockstitch.syntax.Bounds;
import java.time.Duration;

/** What {@code tryLock} gives while Redis cannot be used and calls proceed: never held, so there is nothing to lose. */
record UnguardedLock(String key) implements HeldLock {

    @Override
    public long fencingToken() {
        throw notGuarded("There is no fencing token");
    }

    @Override
    public boolean isHeld() {
        return false;
    }

    @Override
    public void assertHeld() {
        throw notGuarded("The lock is not held");
    }

    @Override
    public Duration remaining() {
        return Duration.ZERO;
    }

    @Override
    public void onLost(Runnable action) {
        // Never held, hence never lost: the caller reads isHeld() to learn that it goes unguarded.
    }

    @Override
    public String token() {
        throw notGuarded("There is no token");
    }

    @Override
    public boolean extend(Duration by) {
        Bounds.extension(by);
        return false;
    }

    @Override
    public void close() {
        // There is nothing to give back.
    }

    @Override
    public String toString() {
        return "HeldLock[" + KeyText.shown(key) + ", unguarded]";
    }

    private IllegalStateException notGuarded(String what) {
        return new IllegalStateException(what + ": " + KeyText.shown(key)
                + " goes unguarded because Redis could not be used when it was asked for");
    }
}
