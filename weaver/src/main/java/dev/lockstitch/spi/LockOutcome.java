package dev.lockstitch.spi;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import java.time.Duration;

/** What came of a {@link LockRequest}. The coordinator has applied the reaction to an outage already. */
public sealed interface LockOutcome {

    /**
     * Run the body, then close the lock.
     *
     * @param lock the lock
     */
    record Granted(HeldLock lock) implements LockOutcome {}

    /**
     * Someone else held it until the wait time was over.
     *
     * @param waited how long the call waited
     */
    record Contended(Duration waited) implements LockOutcome {}

    /** Run the body without a lock: Redis cannot be used and the call is to proceed. Logged already. */
    record Unguarded() implements LockOutcome {}

    /** Do not run the body and return nothing: Redis cannot be used and the call is to be skipped. Logged already. */
    record Skipped() implements LockOutcome {}

    /**
     * Do not run the body: Redis cannot be used and the call is to fail.
     *
     * @param exception what to throw
     */
    record Unavailable(CoordinationUnavailableException exception) implements LockOutcome {}
}
