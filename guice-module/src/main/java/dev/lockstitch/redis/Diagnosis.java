package dev.lockstitch.redis;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why there is no contact with Redis where Redisson cannot say: plain text against TLS looks like silence to it,
 * and so does the reverse. Looks for itself when the first contact is late, and when a failure may be a
 * misconfiguration; never while all is well. Thread-safe.
 */
final class Diagnosis implements Breaker.Listener {

    /** Leaves time for a look within two seconds of the start. A good start is over by then, or it does no harm. */
    private static final long FIRST_LOOK_MILLIS = 700;

    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Executor DAEMON = task -> {
        Thread thread = new Thread(task, "lockstitch-diagnosis");
        thread.setDaemon(true);
        thread.start();
    };

    private final Breaker breaker;
    private final Supplier<Examination.Result> examine;
    private final AtomicBoolean looking = new AtomicBoolean();

    private volatile boolean contact;
    private volatile @Nullable Failure found;

    /** When a look ended; 0: never in this outage. */
    private volatile long lookedNanos;

    Diagnosis(Breaker breaker, Supplier<Examination.Result> examine) {
        this.breaker = breaker;
        this.examine = examine;
        contact = breaker.isClosed();
    }

    /** Connecting begins now. The timer must be one that connecting does not hold up. */
    void begin(ScheduledExecutorService timer) {
        Runnable lookIfLate = () -> {
            if (breaker.isStarting()) {
                look();
            }
        };
        var unused = timer.schedule(lookIfLate, FIRST_LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void closed() {
        contact = true;
        found = null;
        lookedNanos = 0;
    }

    /** What to tell of a failure: the cause where it is known; null while it is being looked for. */
    @Nullable
    Failure explained(Failure failure) {
        if (!Failures.isVague(failure)) {
            return failure;
        }
        boolean unknown = lookedNanos == 0;
        if (unknown || System.nanoTime() - lookedNanos > AGAIN_NANOS) {
            look();
        }
        Failure known = found;
        return known != null ? known : unknown ? null : failure;
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            DAEMON.execute(this::examine);
        }
    }

    private void examine() {
        try {
            Examination.Result result = examine.get();
            // A server that says nothing may be a Redis that hangs: that is an outage where there has been contact.
            boolean counts = !breaker.isClosed() && (result.certain() || !contact);
            Failure cause = counts ? result.fault() : null;
            found = cause;
            if (cause != null) {
                breaker.probeFailed(cause);
            }
        } catch (RuntimeException e) {
            // An address that cannot be read, say: Redisson refuses it, too, and that is told.
            found = null;
        } finally {
            // Never the mark for "never".
            lookedNanos = System.nanoTime() | 1;
            looking.set(false);
        }
    }
}
