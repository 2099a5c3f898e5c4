package dev.lockstitch.redis.limit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A place in time that a call waits for. When somebody before it leaves, it moves up. Guarded by {@link Reservations}
 * where not said otherwise.
 */
final class Reservation {

    private final Decision decision;
    private final ScheduledExecutorService timer;

    /** Completes at the start, or when it is ended before; anyone may wait for it. */
    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    private Taken taken;
    private long startNanos;
    private long startMicros;
    private @Nullable Future<?> alarm;
    private @Nullable Decision outcome;
    private boolean ended;

    Reservation(Decision decision, Taken taken, ScheduledExecutorService timer) {
        this.decision = decision;
        this.taken = taken;
        this.timer = timer;
        startNanos = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(decision.waitMicros());
        startMicros = Decision.micros(decision.decidedAt()) + decision.waitMicros();
    }

    CompletableFuture<Void> begun() {
        return begun;
    }

    /** Whether its place is as good as the other's: both wait for the same limits, with the same costs. */
    boolean isLike(Reservation other) {
        return taken.isLike(other.taken);
    }

    LimitId line() {
        return LimitId.of(taken.parts().get(0).bucket().asked());
    }

    long startMicros() {
        return startMicros;
    }

    /** Returns whether it will go off: not when the timer was closed. */
    boolean setAlarm() {
        stopAlarm();
        long left = Math.max(0, startNanos - System.nanoTime());
        try {
            alarm = timer.schedule(() -> begun.complete(null), left, TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    void stopAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    /**
     * Nobody waits for its start any more; {@link #wake} tells whoever does.
     *
     * @return what it holds; null when that was given back
     */
    @Nullable
    Taken end() {
        ended = true;
        stopAlarm();
        return decision().takeBack();
    }

    boolean isEnded() {
        return ended;
    }

    void wake() {
        begun.complete(null);
    }

    /** Takes the place of the other, and gives it its own. Where no alarm can be set all is about to be closed. */
    void swap(Reservation other) {
        Taken held = taken;
        long nanos = startNanos;
        long micros = startMicros;
        taken = other.taken;
        startNanos = other.startNanos;
        startMicros = other.startMicros;
        other.taken = held;
        other.startNanos = nanos;
        other.startMicros = micros;
        var unused = setAlarm();
    }

    /** The decision with the wait that it came to in the end; always the same one, for what it took goes with it. */
    Decision decision() {
        Decision known = outcome;
        if (known == null) {
            known = withItsWait();
            outcome = known;
        }
        return known;
    }

    private Decision withItsWait() {
        // The place of one that is late in leaving may begin before this call was decided.
        long waited = Math.max(0, startMicros - Decision.micros(decision.decidedAt()));
        return waited == decision.waitMicros() ? decision : decision.waiting(waited, taken);
    }
}
