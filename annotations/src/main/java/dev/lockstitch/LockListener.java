package dev.lockstitch;

import java.time.Duration;

/**
 * Told what becomes of locks: for metrics and logs. Bind it with {@code LockstitchModule.lockListener(binder())}; there
 * may be several. Calls of a re-entered lock are not told. Methods may be called by many threads at once, some of them
 * the library's own, and should be short; what they throw is logged and harms nobody.
 */
public interface LockListener {

    /**
     * The lock is not free, and the call begins to wait for it.
     *
     * @param lock the lock
     */
    default void onWaiting(LockEvent lock) {}

    /**
     * The lock was acquired; the body runs next.
     *
     * @param lock the lock
     * @param waited from the call until now, the round trip included
     */
    default void onAcquired(LockEvent lock, Duration waited) {}

    /**
     * Someone else held the lock until the wait time was over.
     *
     * @param lock the lock
     * @param waited from the call until now
     */
    default void onContended(LockEvent lock, Duration waited) {}

    /**
     * The holder is done. Told for a lost lock too.
     *
     * @param lock the lock
     * @param held from the acquisition until now
     */
    default void onReleased(LockEvent lock, Duration held) {}

    /**
     * The lock was lost while it was held: someone else may hold it now.
     *
     * @param lock the lock, with the keys that were lost
     */
    default void onLost(LockEvent lock) {}

    /**
     * Redis cannot be used, and the call goes ahead without its lock.
     *
     * @param lock the lock
     */
    default void onUnguarded(LockEvent lock) {}
}
