package dev.lockstitch.weaver;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.LockMode;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.OnContention;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.weaver.key.KeyTemplate;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code @DistributedLock} and checks all of it. */
final class LockPlanner {

    private static final Logger LOG = LoggerFactory.getLogger(LockPlanner.class);
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(10);

    private final Declared<DistributedLock> declared;
    private final DistributedLock lock;

    private LockPlanner(Declared<DistributedLock> declared) {
        this.declared = declared;
        this.lock = declared.annotation();
    }

    /**
     * Makes the plan of a method that is about to be called.
     *
     * @throws IllegalArgumentException when something is wrong
     * @throws UnsupportedOperationException when something is not supported
     */
    static LockPlan plan(GuardedMethod method) {
        LockPlan plan = check(method);
        if (Modifier.isSynchronized(method.method().getModifiers())) {
            LOG.warn(
                    "{}: @DistributedLock on a synchronized method: the monitor is entered before the lock is asked for,"
                            + " so that one waiting call blocks all of this object's; drop synchronized",
                    method.display());
        }
        return plan;
    }

    /** As {@link #plan}, for a method that may never be called. */
    static LockPlan check(GuardedMethod method) {
        List<Declared<DistributedLock>> found = Declarations.locks(method);
        if (found.size() != 1) {
            throw new IllegalArgumentException(method.display() + ": " + (found.isEmpty() ? invisible() : two(found)));
        }
        return new LockPlanner(found.get(0)).plan();
    }

    private static String invisible() {
        return "woven for a lock, but no annotation with @DistributedLock is visible at run time;"
                + " give the annotation @Retention(RUNTIME)";
    }

    private static String two(List<Declared<DistributedLock>> found) {
        return found.stream().map(Declared::bare).collect(Collectors.joining(" and "))
                + ": a method has one lock; keep one";
    }

    private LockPlan plan() {
        refuseUnsupported();
        MethodRules.checkReturnsWhenDone(declared);
        MethodRules.checkCanReturnNothing(declared, "onContention", lock.onContention());
        MethodRules.checkCanReturnNothing(declared, "onUnavailable", lock.onUnavailable());
        GuardedMethod method = declared.method();
        return new LockPlan(
                Reply.of(method),
                lock.name().isEmpty() ? method.defaultName() : lock.name(),
                key(),
                declared.duration("waitTime", lock.waitTime()),
                leaseTime(),
                lock.onContention() == OnContention.SKIP,
                FallbackFinder.find(declared, lock.fallback(), LockNotAcquiredException.class),
                lock.onUnavailable());
    }

    private KeyTemplate key() {
        if (lock.key().length == 0) {
            throw declared.wrong("key", lock.key(), "there is no key; write one like key = \"order:{orderId}\"");
        }
        return Keys.compile(declared, lock.key()[0]);
    }

    private @Nullable Duration leaseTime() {
        if (lock.leaseTime().isEmpty()) {
            return null;
        }
        Duration lease = declared.duration("leaseTime", lock.leaseTime());
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw declared.wrong(
                    "leaseTime",
                    lock.leaseTime(),
                    "not within 10ms to 365d; give it longer than the method may run, or leave it out to have the lock"
                            + " renewed");
        }
        return lease;
    }

    private void refuseUnsupported() {
        if (lock.key().length > 1) {
            throw declared.unsupported("key", lock.key(), "give one key");
        }
        if (lock.mode() != LockMode.EXCLUSIVE) {
            throw declared.unsupported("mode", lock.mode(), "leave it out for an exclusive lock");
        }
        if (lock.fair()) {
            throw declared.unsupported("fair", true, "leave it out");
        }
        if (!declared.duration("minHoldTime", lock.minHoldTime()).isZero()) {
            throw declared.unsupported("minHoldTime", lock.minHoldTime(), "leave it out");
        }
        if (lock.onUnavailable() == OnUnavailable.LOCAL) {
            throw declared.unsupported("onUnavailable", lock.onUnavailable(), "use PROCEED, SKIP or FAIL");
        }
    }
}
