package dev.lockstitch.redis.lock;

import dev.lockstitch.HeldLock;
import dev.lockstitch.spi.Reentry;
import java.time.Duration;

/**
 * The same acquisition seen from a nested call: closing it leaves the outer lock as it is.
 *
 * @param outer the outer call's lock of that key
 * @param whole the lock of all keys that the outer call took together, whose fencing token it uses
 */
record ReenteredLock(HeldLock outer, HeldLock whole) implements Reentry {

    @Override
    public String key() {
        return outer.key();
    }

    @Override
    public long fencingToken() {
        return whole.fencingToken();
    }

    @Override
    public boolean isHeld() {
        return outer.isHeld();
    }

    @Override
    public void assertHeld() {
        outer.assertHeld();
    }

    @Override
    public Duration remaining() {
        return outer.remaining();
    }

    @Override
    public void onLost(Runnable action) {
        outer.onLost(action);
    }

    @Override
    public String token() {
        return outer.token();
    }

    @Override
    public boolean extend(Duration by) {
        return outer.extend(by);
    }

    @Override
    public void close() {
        // The outer call gives it back.
    }
}
