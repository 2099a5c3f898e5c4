package dev.lockstitch.guice;

import dev.lockstitch.HeldLock;
import dev.lockstitch.spi.KeyText;
import java.time.Duration;

/** What is given while locks are switched off: held until it is closed, and held by everybody. */
final class PlainLock implements HeldLock {

    private final String key;
    private final long fence;
    private volatile boolean closed;

    PlainLock(String key, long fence) {
        this.key = key;
        this.fence = fence;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public long fencingToken() {
        return fence;
    }

    @Override
    public boolean isHeld() {
        return !closed;
    }

    @Override
    public void assertHeld() {
        if (closed) {
            throw new IllegalStateException("Lock " + KeyText.shown(key) + " was given back already");
        }
    }

    @Override
    public Duration remaining() {
        return closed ? Duration.ZERO : Duration.ofDays(365);
    }

    @Override
    public void onLost(Runnable action) {
        // Nobody can take it away.
    }

    @Override
    public String token() {
        return "disabled";
    }

    @Override
    public boolean extend(Duration by) {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
