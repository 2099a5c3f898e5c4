package dev.lockstitch.spi;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done under a lock by {@link AsyncHold} and {@link ReactiveLocks}. For those who implement an advice.
 *
 * @param <R> the result that comes later: a stage, a {@code Mono} or a {@code Flux}
 * @param <X> what may be thrown instead of giving a result
 */
public interface HeldWork<R, X extends Throwable> {

    /**
     * Does the work. The lock, if any, is current meanwhile.
     *
     * @return the result, until whose end the lock is held; a stage may be null, which ends the hold at once
     * @throws X what the work throws
     */
    @Nullable
    R body() throws X;

    /**
     * Stands in where the work must not be done.
     *
     * @param outcome contended, skipped or unavailable
     * @return the result
     * @throws X what the stand-in throws
     */
    @Nullable
    R refused(LockOutcome outcome) throws X;
}
