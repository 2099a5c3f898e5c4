package dev.lockstitch.redis;

import dev.lockstitch.LockEvent;
import dev.lockstitch.LockListener;
import dev.lockstitch.spi.LockRequest;
import dev.lockstitch.spi.Muted;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the application's listeners; costs nothing when there is none. Thread-safe. */
public final class LockEvents {

    private static final Logger LOG = LoggerFactory.getLogger(LockEvents.class);

    private final List<LockListener> listeners;

    /**
     * Tells these.
     *
     * @param listeners the application's
     */
    public LockEvents(List<LockListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /**
     * A call begins to wait.
     *
     * @param request what was asked
     * @param key the key that is not free
     */
    public void waiting(LockRequest request, String key) {
        tell(request, List.of(key), (listener, event) -> listener.onWaiting(event));
    }

    /**
     * A lock was acquired.
     *
     * @param request what was asked
     * @param nanos how long that took
     */
    public void acquired(LockRequest request, long nanos) {
        tell(request, request.keys(), (listener, event) -> listener.onAcquired(event, Duration.ofNanos(nanos)));
    }

    /**
     * A lock was not free in time.
     *
     * @param request what was asked
     * @param waited how long the call waited
     */
    public void contended(LockRequest request, Duration waited) {
        tell(request, request.keys(), (listener, event) -> listener.onContended(event, waited));
    }

    /**
     * A holder is done.
     *
     * @param request what was asked
     * @param nanos how long it held the lock
     */
    public void released(LockRequest request, long nanos) {
        tell(request, request.keys(), (listener, event) -> listener.onReleased(event, Duration.ofNanos(nanos)));
    }

    /**
     * A lock was lost while held.
     *
     * @param request what was asked
     * @param key the key that was lost
     */
    public void lost(LockRequest request, String key) {
        tell(request, List.of(key), (listener, event) -> listener.onLost(event));
    }

    /**
     * A call goes ahead without its lock.
     *
     * @param request what was asked
     */
    public void unguarded(LockRequest request) {
        tell(request, request.keys(), (listener, event) -> listener.onUnguarded(event));
    }

    private interface Telling {
        void to(LockListener listener, LockEvent event);
    }

    private void tell(LockRequest request, List<String> keys, Telling telling) {
        if (listeners.isEmpty()) {
            return;
        }
        LockEvent event = new LockEvent(request.name(), keys, request.mode());
        for (LockListener listener : listeners) {
            try {
                telling.to(listener, event);
            } catch (RuntimeException | Error e) {
                LOG.error("The lock listener {} failed", listener.getClass().getName(), Muted.of(e));
            }
        }
    }
}
