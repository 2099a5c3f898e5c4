package dev.lockstitch.processor;

import dev.lockstitch.LockMode;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.OnContention;
import java.time.Duration;
import java.util.List;
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
        refuseUnsupported();
        MethodRules.checkCanReturnNothing(lock, "onContention", OnContention.SKIP);
        MethodRules.checkOnUnavailable(lock);
        FallbackCheck.check(lock, LockNotAcquiredException.class);
        noteMonitor();
    }

    private void key() {
        List<AnnotationValue> keys = lock.list("key");
        if (lock.isEmptyList("key")) {
            lock.wrong("key", "there is no key; write one like key = \"order:{orderId}\"");
        } else if (keys.size() > 1) {
            lock.unsupported("key", "give one key");
        } else if (keys.size() == 1 && keys.get(0).getValue() instanceof String key) {
            KeyCheck.check(lock, key);
        }
    }

    private void leaseTime() {
        boolean given = lock.text("leaseTime").filter(text -> !text.isEmpty()).isPresent();
        if (given && lock.duration("leaseTime").filter(LockCheck::isTooShort).isPresent()) {
            lock.wrong(
                    "leaseTime",
                    "not within 10ms to 365d; give it longer than the method may run, or leave it out to have the lock"
                            + " renewed");
        }
    }

    private static boolean isTooShort(Duration lease) {
        return lease.compareTo(SHORTEST_LEASE) < 0;
    }

    private void refuseUnsupported() {
        if (lock.isConstant("mode", LockMode.SHARED)) {
            lock.unsupported("mode", "leave it out for an exclusive lock");
        }
        if (lock.flag("fair")) {
            lock.unsupported("fair", "leave it out");
        }
        if (lock.duration("minHoldTime").filter(time -> !time.isZero()).isPresent()) {
            lock.unsupported("minHoldTime", "leave it out");
        }
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
