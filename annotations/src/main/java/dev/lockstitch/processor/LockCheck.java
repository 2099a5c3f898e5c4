package dev.lockstitch.processor;

import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.OnContention;
import dev.lockstitch.OnUnavailable;
import java.time.Duration;
import java.util.Optional;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Modifier;

/** Checks a {@code @DistributedLock}. */
final class LockCheck {

    private static final Duration SHORTEST_LEASE = Duration.ofMillis(10);

    private final Declared lock;

    private LockCheck(Declared lock) {
        this.lock = lock;
    }

    static void check(Declared lock) {
        if (MethodRules.hold(lock)) {
            new LockCheck(lock).check();
        }
    }

    private void check() {
        key();
        lock.duration("waitTime");
        leaseTime();
        MethodRules.checkCanReturnNothing(lock, "onContention", OnContention.SKIP);
        MethodRules.checkCanReturnNothing(lock, "onUnavailable", OnUnavailable.SKIP);
        FallbackCheck.check(lock, LockNotAcquiredException.class);
        noteMonitor();
    }

    private void key() {
        if (lock.isEmptyList("key")) {
            lock.wrong("key", "there is no key; write one like key = \"order:{orderId}\"");
        }
        for (AnnotationValue each : lock.list("key")) {
            if (each.getValue() instanceof String key) {
                KeyCheck.check(lock, key);
            }
        }
    }

    private void leaseTime() {
        Optional<Duration> minHold = lock.duration("minHoldTime");
        if (lock.text("leaseTime").filter(text -> !text.isEmpty()).isEmpty()) {
            return;
        }
        Optional<Duration> lease = lock.duration("leaseTime");
        if (lease.filter(LockCheck::isTooShort).isPresent()) {
            lock.wrong(
                    "leaseTime",
                    "not within 10ms to 365d; give it longer than the method may run, or leave it out to have the lock"
                            + " renewed");
        } else if (lease.isPresent()
                && minHold.filter(least -> lease.get().compareTo(least) < 0).isPresent()) {
            lock.wrong(
                    "leaseTime",
                    "shorter than minHoldTime = \"" + lock.text("minHoldTime").orElse("")
                            + "\"; give a longer lease or a shorter minHoldTime, or leave the lease out to have the"
                            + " lock renewed");
        }
    }

    private static boolean isTooShort(Duration lease) {
        return lease.compareTo(SHORTEST_LEASE) < 0;
    }

    private void noteMonitor() {
        if (lock.method()
                .filter(method -> method.getModifiers().contains(Modifier.SYNCHRONIZED))
                .isPresent()) {
            lock.note(" on a synchronized method: the monitor is entered before the lock is asked for,"
                    + " so that one waiting call blocks all of this object's; drop synchronized");
        }
    }
}
