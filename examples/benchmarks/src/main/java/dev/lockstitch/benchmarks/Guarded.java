package dev.lockstitch.benchmarks;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.OnUnavailable;

/** A method as users have it: annotated, and woven when this module is compiled. */
public class Guarded {

    /**
     * Runs the body under the lock of the key. A failure of Redis must not look like a fast lock, hence {@code FAIL}.
     *
     * @param key the key
     * @param body what to run
     */
    @DistributedLock(key = "{key}", waitTime = "60s", onUnavailable = OnUnavailable.FAIL)
    public void run(String key, Runnable body) {
        body.run();
    }
}
