package dev.lockstitch.spi;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done by {@link AsyncHold} and {@link ReactiveLocks} under a lock, by {@link AsyncPermits} and
 * {@link ReactiveLimits} when there are permits. For those who implement an advice.
 *
 * @param <O> what may come of the request: {@link LockOutcome} or {@link LimitOutcome}
 * @param <R> the result that comes later: a stage, a {@code Mono} or a {@code Flux}
 * @param <X> what may be thrown instead of giving a result
 */
public interface GuardedWork<O, R, X extends Throwable> {

    /**
     * Does the work. The lock, if any, is current meanwhile.
     *
     * @return the result, until whose end a lock is held; a stage may be null, which ends the hold at once
     * @throws X what the work throws
     */
    @Nullable
    R body() throws X;

    /**
     * Stands in where the work must not be done.
     *
     * @param outcome contended or rejected, skipped or unavailable
     * @return the result
     * @throws X what the stand-in throws
     */
    @Nullable
    R refused(O outcome) throws X;
}
