package dev.lockstitch.redis.lock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One who wants a lock, as the queue of its JVM sees it. While it is queued, exactly one of three things happens to it:
 * it gets the turn to ask Redis, it gets the lock handed over, or it leaves.
 *
 * @param <H> what is handed over
 */
abstract class Caller<H> {

    private static final VarHandle PLACE;

    static {
        try {
            PLACE = MethodHandles.lookup().findVarHandle(Caller.class, "place", Place.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    enum Place {
        /** Waits in the queue of this JVM. */
        QUEUED,
        /** Taken out of the queue by whoever has the turn, which asks Redis on its behalf. */
        PASSING,
        /** Has the turn, or needs none: may ask Redis. */
        ASKING,
        /** Was handed the lock. */
        HANDED,
        /** Wants it no more. */
        GONE
    }

    private volatile Place place = Place.ASKING;
    private @Nullable H handed;

    /** Called before it is put into the queue. */
    final void queued() {
        place = Place.QUEUED;
    }

    final Place place() {
        return place;
    }

    /** What was handed over; not null once the place is {@code HANDED}. */
    final @Nullable H handed() {
        return handed;
    }

    /** It gets the turn. False when it has left: the turn is the next one's. */
    final boolean promote() {
        return moveTo(Place.ASKING);
    }

    /** It gets the lock. False when it has left: the lock is the next one's. One thread at a time may try. */
    final boolean hand(H held) {
        handed = held;
        return moveTo(Place.HANDED);
    }

    /** Another begins to ask Redis on its behalf. False when it has left. */
    final boolean pass() {
        return PLACE.compareAndSet(this, Place.QUEUED, Place.PASSING);
    }

    /** It leaves the queue. False when it was not queued any more: what it was given is its to pass on. */
    final boolean leave() {
        return moves(Place.GONE);
    }

    /** As {@link #leave()}, but not while another asks on its behalf. */
    final boolean leaveQueue() {
        return PLACE.compareAndSet(this, Place.QUEUED, Place.GONE);
    }

    private boolean moves(Place next) {
        return PLACE.compareAndSet(this, Place.QUEUED, next) || PLACE.compareAndSet(this, Place.PASSING, next);
    }

    /** What it was handed is of no use: it keeps the turn and asks. */
    final void askInstead() {
        handed = null;
        place = Place.ASKING;
    }

    private boolean moveTo(Place next) {
        if (moves(next)) {
            signal();
            return true;
        }
        return false;
    }

    /** Has it look again; it may come too often, never too seldom. */
    abstract void signal();
}
