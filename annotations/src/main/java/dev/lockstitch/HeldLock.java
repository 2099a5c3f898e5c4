package dev.lockstitch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A lock that was acquired: what its holder can ask of it. Thread-safe; any thread may close it.
 *
 * <p>A lock is a lease: it can be lost while the holder works (the lease ran out during a pause, Redis lost its data).
 * Where two writers at once would do harm, hand {@link #fencingToken()} to the store and have it refuse older ones.
 */
public interface HeldLock extends AutoCloseable {

    /**
     * The innermost lock of the method that runs on this thread.
     *
     * <p>Where a result comes later, this holds for what the method does until it returns its stage or future, and for
     * what a {@code Mono} or {@code Flux} does on the subscribing thread while it is subscribed to. It cannot follow the
     * continuations of a {@code CompletionStage} or {@code ListenableFuture}, which any thread may run: there, read it
     * before and keep it. A {@code Mono} or {@code Flux} finds it in Reactor's context under {@code HeldLock.class} for
     * as long as it runs, on every thread.
     *
     * @return the lock; empty outside of an annotated call or {@code withLock}, and while the call goes unguarded
     */
    static Optional<HeldLock> current() {
        return LockScope.innermost();
    }

    /**
     * The key, as rendered: without the prefix, not hashed.
     *
     * @return the key
     */
    String key();

    /**
     * All keys, where several were taken together; their fencing token is one and the same, larger for each of them than
     * any before.
     *
     * @return the keys in the order in which they were asked for; mostly the one {@link #key()}
     */
    default List<String> keys() {
        return List.of(key());
    }

    /**
     * A number that is larger for each later holder of the same key, also after Redis lost its data.
     *
     * @return the fencing token, positive
     * @throws IllegalStateException when no coordinator stands behind this lock (it was given while Redis could not be
     *     used)
     */
    long fencingToken();

    /**
     * Whether the lock is held as far as this process knows: local and instant. Counted from before the request that
     * acquired or last renewed it was sent, so that it errs towards {@code false}.
     *
     * @return false once it was closed, lost or its lease is over, and always for a lock given without coordination
     */
    boolean isHeld();

    /**
     * Stops a holder that lost its lock.
     *
     * @throws IllegalStateException when {@link #isHeld()} is false
     */
    void assertHeld();

    /**
     * How long the lock lasts yet if it is not renewed.
     *
     * @return the rest of the lease; zero when it is not held
     */
    Duration remaining();

    /**
     * Has the action run once if this lock is lost while held: at once when it is lost already, never when it was
     * closed first, nor once its {@link #token()} is out. The action runs on a thread of the library and should be short;
     * what it throws is logged.
     *
     * @param action what to do on loss
     */
    void onLost(Runnable action);

    /**
     * The token of this acquisition, with which another node can give the lock back, key by key. Keep it out of logs: who
     * has it can release the lock.
     *
     * <p>From the first time that it is asked for, a lock that is gone counts as given back by its token: neither
     * {@link #onLost(Runnable)} nor a warning tells of it, because a loss cannot be told from that; a line of level INFO
     * does. {@link #isHeld()} is false after either.
     *
     * @return the token; one that gives nothing back when it is first asked for after the lock was closed or lost
     */
    String token();

    /**
     * Makes the lease end that much later than it would. One round trip to Redis.
     *
     * @param by how much longer, from 1 millisecond to 365 days
     * @return false when the lock is no longer held, or when Redis did not confirm it in time
     * @throws IllegalArgumentException when the duration is out of bounds
     */
    boolean extend(Duration by);

    /** Gives the lock back. Never throws; the second and later times do nothing. */
    @Override
    void close();
}
