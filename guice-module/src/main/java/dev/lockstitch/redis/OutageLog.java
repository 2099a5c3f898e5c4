package dev.lockstitch.redis;

import dev.lockstitch.OnUnavailable;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators read: a line on each change of state, and while an outage lasts at most one per interval, with the
 * number of calls that were not coordinated. The two marks are looked for by people and alerts: they stay as they are.
 */
final class OutageLog implements Breaker.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);
    private static final String READY = "✅ Redis: Connected and ready";
    private static final String DOWN = "⚠️  Redis unavailable";

    private final String where;
    private final OnUnavailable policy;
    private final long intervalNanos;
    private final LongAdder uncoordinated = new LongAdder();

    private @Nullable Failure outage;
    private long sinceNanos;
    private long toldNanos;
    private long countBefore;
    private long toldCount;
    private boolean told;
    private @Nullable String refusalTold;
    private long refusalToldNanos;

    OutageLog(String where, OnUnavailable policy, Duration interval) {
        this.where = where;
        this.policy = policy;
        this.intervalNanos = interval.toNanos();
    }

    /** A call was not coordinated. */
    void count() {
        uncoordinated.increment();
    }

    @Override
    public synchronized void opened(Failure failure) {
        if (failure.kind() == Failure.Kind.CLOSED) {
            return;
        }
        long now = System.nanoTime();
        if (outage == null) {
            sinceNanos = now;
            countBefore = uncoordinated.sum();
            toldCount = countBefore;
            told = false;
        }
        outage = failure;
        if (isLoud(failure) ? isRepetition(failure, now) : told) {
            return;
        }
        told = true;
        toldNanos = now;
        log(failure, DOWN + " at " + where + ": " + failure.text() + ". " + consequence());
    }

    /** More is known of the outage than when it began. */
    synchronized void known(Failure failure) {
        if (outage != null && !outage.equals(failure)) {
            opened(failure);
        }
    }

    /** A refusal that comes and goes with each call (a right that only some scripts lack) must not flood the log. */
    private boolean isRepetition(Failure failure, long now) {
        boolean repeated = failure.reason().equals(refusalTold) && now - refusalToldNanos < intervalNanos;
        if (!repeated) {
            refusalTold = failure.reason();
            refusalToldNanos = now;
        }
        return repeated;
    }

    @Override
    public synchronized void closed() {
        if (outage == null) {
            LOG.info("{} ({})", READY, where);
            return;
        }
        outage = null;
        if (!told) {
            LOG.debug("{} ({})", READY, where);
            return;
        }
        LOG.info("{} ({}) again after {} ms; {}", READY, where, millisSince(sinceNanos), tally());
    }

    /** Called now and then while an outage lasts. */
    synchronized void remind() {
        Failure failure = outage;
        if (failure == null || System.nanoTime() - toldNanos < intervalNanos || uncoordinated.sum() == toldCount) {
            return;
        }
        told = true;
        toldNanos = System.nanoTime();
        String text = DOWN + " at " + where + " for " + millisSince(sinceNanos) / 1000 + " s: " + failure.text() + "; "
                + tally();
        toldCount = uncoordinated.sum();
        if (failure.kind() == Failure.Kind.READ_ONLY) {
            LOG.error(text);
        } else {
            log(failure, text);
        }
    }

    private String tally() {
        return uncoordinated.sum() - countBefore + " calls were not coordinated";
    }

    private String consequence() {
        return switch (policy) {
            case FAIL -> "Calls fail until it is back, unless their annotation says otherwise";
            case SKIP -> "Calls are skipped until it is back, unless their annotation says otherwise";
            case LOCAL ->
                "Locks are held inside each JVM alone until it is back, unless their annotation says otherwise";
            default -> "Calls proceed unguarded until it is back, unless their annotation says otherwise";
        };
    }

    private static void log(Failure failure, String text) {
        if (isLoud(failure)) {
            LOG.error(text);
        } else {
            LOG.warn(text);
        }
    }

    /** Except for what is about to be told in full: one error is enough. */
    private static boolean isLoud(Failure failure) {
        return (failure.kind() == Failure.Kind.MISCONFIGURED && !Rights.isVague(failure))
                || failure.kind() == Failure.Kind.BROKEN;
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
