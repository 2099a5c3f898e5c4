package dev.lockstitch.redis;

import dev.lockstitch.spi.Muted;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Redis can be used. After a failure calls are refused at once, without asking, until a probe has succeeded
 * (Nygard, Release It!, 2007). Thread-safe; asking costs one volatile read.
 */
final class Breaker {

    /** Told of each change, in order, on the thread that caused it. */
    interface Listener {
        /** Redis cannot be used from now on, or for another kind of reason than before. */
        default void opened(Failure failure) {}

        /** Redis can be used from now on. */
        default void closed() {}
    }

    private enum State {
        STARTING,
        CLOSED,
        OPEN,
        SHUT
    }

    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);
    private static final Failure NO_CONTACT =
            new Failure(Failure.Kind.UNAVAILABLE, "there was no contact with Redis yet", "");
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch verdict = new CountDownLatch(1);
    private final long startBudgetNanos;
    private volatile long startNanos = System.nanoTime();

    /** Written before the state. */
    private volatile Failure failure = NO_CONTACT;

    private volatile State state = State.STARTING;

    /** Counts recoveries: what failed before one says nothing about the time after it. */
    private volatile int epoch;

    Breaker(long startBudgetNanos) {
        this.startBudgetNanos = startBudgetNanos;
    }

    /** One that needs no first contact. */
    static Breaker ofOneThatWasReached() {
        Breaker breaker = new Breaker(0);
        breaker.state = State.CLOSED;
        breaker.verdict.countDown();
        return breaker;
    }

    /** Connecting begins now, and with it the start budget. */
    void begin() {
        startNanos = System.nanoTime();
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    boolean isShut() {
        return state == State.SHUT;
    }

    /** Whether there was no verdict yet, so that calls wait for one. */
    boolean isStarting() {
        return state == State.STARTING;
    }

    int epoch() {
        return epoch;
    }

    /** Why a call must not ask now; null if it may. Before the first verdict it waits for that, within the start budget. */
    @Nullable
    Failure refusal() throws InterruptedException {
        if (state == State.STARTING) {
            long left = startNanos + startBudgetNanos - System.nanoTime();
            if (!verdict.await(Math.max(left, 0), TimeUnit.NANOSECONDS)) {
                giveUpStarting();
            }
        }
        return refusalNow();
    }

    /** Whether it is too early to ask, for those who do not block: the first verdict is awaited, within the start budget. */
    boolean isTooEarly() {
        if (state == State.STARTING && System.nanoTime() - startNanos >= startBudgetNanos) {
            giveUpStarting();
        }
        return state == State.STARTING;
    }

    private synchronized void giveUpStarting() {
        if (state == State.STARTING) {
            open(NO_CONTACT);
        }
    }

    /** As {@link #refusal()} for those who do not wait. */
    @Nullable
    Failure refusalNow() {
        return state == State.CLOSED ? null : failure;
    }

    /** A call that was sent in that epoch failed. */
    synchronized void failed(Failure found, int sentInEpoch) {
        if (sentInEpoch == epoch && found.isOutage()) {
            open(found);
        }
    }

    /** The probe failed. */
    synchronized void probeFailed(Failure found) {
        // Connections of our own that are all taken are no outage: whoever waits for one will hear of Redis.
        if (state != State.CLOSED && found.kind() != Failure.Kind.SATURATED) {
            open(found);
        }
    }

    private synchronized void open(Failure found) {
        if (state == State.SHUT) {
            return;
        }
        boolean news = state != State.OPEN || failure.kind() != found.kind();
        failure = found;
        state = State.OPEN;
        verdict.countDown();
        if (news) {
            tell(listener -> listener.opened(found));
        }
    }

    /** Redis answered as it should. */
    synchronized void succeeded() {
        if (state == State.CLOSED || state == State.SHUT) {
            return;
        }
        epoch++;
        state = State.CLOSED;
        verdict.countDown();
        tell(Listener::closed);
    }

    /** For good. */
    synchronized void shut() {
        failure = Failure.CLOSED;
        state = State.SHUT;
        verdict.countDown();
        tell(listener -> listener.opened(Failure.CLOSED));
    }

    /** Whoever fails at hearing it must not keep it from the others, the probe above all. */
    private void tell(Consumer<Listener> news) {
        for (Listener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException | Error e) {
                LOG.error("A change of Redis's state could not be told to all", Muted.of(e));
            }
        }
    }
}
