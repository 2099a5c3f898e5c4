package dev.lockstitch.redis.explore;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Interrupts its thread once, never after the call that it was meant for. */
final class Nuisance {

    private final ScheduledExecutorService alarms;
    private @Nullable Thread victim;

    Nuisance(ScheduledExecutorService alarms) {
        this.alarms = alarms;
    }

    void comes(@Nullable Duration after) {
        if (after == null) {
            return;
        }
        Thread self = Thread.currentThread();
        synchronized (this) {
            victim = self;
        }
        var unused = alarms.schedule(() -> strike(self), after.toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized void strike(Thread thread) {
        if (thread.equals(victim)) {
            victim = null;
            thread.interrupt();
        }
    }

    void calm() {
        synchronized (this) {
            victim = null;
        }
        var unused = Thread.interrupted();
    }
}
