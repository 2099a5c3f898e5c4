package dev.lockstitch.weaver;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.OnContention;
import dev.lockstitch.spi.LockRequest;
import dev.lockstitch.weaver.key.KeyTemplate;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
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
        MethodRules.checkCanBeFollowed(declared);
        MethodRules.checkCanReturnNothing(declared, "onContention", lock.onContention());
        MethodRules.checkCanReturnNothing(declared, "onUnavailable", lock.onUnavailable());
        GuardedMethod method = declared.method();
        Later later = Later.of(method.method().getReturnType());
        return new LockPlan(
                Reply.of(method),
                keys(),
                prototype(later == null),
                lock.onContention() == OnContention.SKIP,
                FallbackFinder.find(declared, lock.fallback(), LockNotAcquiredException.class),
                later);
    }

    private List<KeyTemplate> keys() {
        if (lock.key().length == 0) {
            throw declared.wrong("key", lock.key(), "there is no key; write one like key = \"order:{orderId}\"");
        }
        return Arrays.stream(lock.key())
                .map(template -> Templates.key(declared, template))
                .toList();
    }

    /** A hold that outlasts the call is not re-entrant: it belongs to no thread. */
    private LockRequest prototype(boolean reentrant) {
        GuardedMethod method = declared.method();
        Duration minHold = declared.duration("minHoldTime", lock.minHoldTime());
        return new LockRequest(
                lock.name().isEmpty() ? method.defaultName() : lock.name(),
                List.of(lock.key()),
                lock.mode(),
                lock.fair(),
                declared.duration("waitTime", lock.waitTime()),
                leaseTime(minHold),
                minHold,
                lock.onUnavailable(),
                reentrant);
    }

    private @Nullable Duration leaseTime(Duration minHold) {
        if (lock.leaseTime().isEmpty()) {
            return null;
        }
        Duration lease = declared.duration("leaseTime", lock.leaseTime());
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw wrongLease("not within 10ms to 365d; give it longer than the method may run, or leave it out to have"
                    + " the lock renewed");
        }
        if (lease.compareTo(minHold) < 0) {
            throw wrongLease("shorter than minHoldTime = \"" + lock.minHoldTime() + "\"; give a longer lease or a"
                    + " shorter minHoldTime, or leave the lease out to have the lock renewed");
        }
        return lease;
    }

    private IllegalArgumentException wrongLease(String problem) {
        return declared.wrong("leaseTime", lock.leaseTime(), problem);
    }
}
