package dev.lockstitch.weaver;

import dev.lockstitch.HeldLock;
import java.time.Duration;
import java.util.List;

/** A lock that notes its end. */
record FakeLock(String key, List<String> events) implements HeldLock {

    @Override
    public long fencingToken() {
        return 1;
    }

    @Override
    public boolean isHeld() {
        return true;
    }

    @Override
    public void assertHeld() {}

    @Override
    public Duration remaining() {
        return Duration.ZERO;
    }

    @Override
    public void onLost(Runnable action) {}

    @Override
    public String token() {
        return "token";
    }

    @Override
    public boolean extend(Duration by) {
        return true;
    }

    @Override
    public void close() {
        events.add("unlock " + key);
    }
}
