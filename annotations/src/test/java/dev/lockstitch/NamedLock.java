package dev.lockstitch;

import java.time.Duration;

/** A lock that has nothing but a key. */
record NamedLock(String key) implements HeldLock {

    @Override
    public long fencingToken() {
        throw new IllegalStateException("no coordinator");
    }

    @Override
    public boolean isHeld() {
        return false;
    }

    @Override
    public void assertHeld() {
        throw new IllegalStateException("not held");
    }

    @Override
    public Duration remaining() {
        return Duration.ZERO;
    }

    @Override
    public void onLost(Runnable action) {}

    @Override
    public String token() {
        return "";
    }

    @Override
    public boolean extend(Duration by) {
        return false;
    }

    @Override
    public void close() {}
}
