package com.example.shapes;

import dev.lockstitch.HeldLock;
import java.time.Duration;

/** A lock whose release is noted in the journal. */
record NotedLock(String key) implements HeldLock {

    @Override
    public long fencingToken() {
        return 1;
    }

    @Override
    public boolean isHeld() {
        return true;
    }

    @Override
    public void assertHeld() {
        // Held as long as the test runs.
    }

    @Override
    public Duration remaining() {
        return Duration.ofSeconds(30);
    }

    @Override
    public void onLost(Runnable action) {
        // Never lost.
    }

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
        Journal.note("unlock " + key);
    }
}
