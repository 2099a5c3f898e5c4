package dev.lockstitch.guice;

import dev.lockstitch.HeldLock;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.syntax.Bounds;
import java.time.Duration;
import java.util.List;

/** What is given while locks are switched off: held until it is closed, and held by everybody. */
final class PlainLock implements HeldLock {

    private final List<String> keys;
    private final long fence;
    private volatile boolean closed;

    PlainLock(List<String> keys, long fence) {
        this.keys = keys;
        this.fence = fence;
    }

    @Override
    public String key() {
        return keys.get(0);
    }

    @Override
    public List<String> keys() {
        return keys;
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
            throw new IllegalStateException("Lock " + KeyText.shown(key()) + " was given back already");
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
        Bounds.extension(by);
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "HeldLock[" + KeyText.shown(keys) + ", locks are switched off, " + (closed ? "not held" : "held") + "]";
    }
}
