package dev.lockstitch.redis;

import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The floor above that knows locks. */
public interface Locks extends AutoCloseable {

    /**
     * Asks for a lock and waits for it.
     *
     * @param request what is asked
     * @return granted or contended, or why Redis cannot be used
     * @throws InterruptedException when interrupted; nothing is left locked
     */
    Answer<LockOutcome> lock(LockRequest request) throws InterruptedException;

    /**
     * Asks for a lock and does not block while others hold it.
     *
     * @param request what is asked; never re-entrant
     * @param linger how long the calling thread may wait for the first answer
     * @return completes with granted or contended, or why Redis cannot be used; to cancel it withdraws the request
     */
    CompletableFuture<Answer<LockOutcome>> lockAsync(LockRequest request, Duration linger);

    /**
     * Gives back a lock that was acquired elsewhere.
     *
     * @param key the rendered key
     * @param token the token of the acquisition
     * @return whether that token held it
     */
    Answer<Boolean> release(String key, String token);

    /**
     * Runs a short task, such as giving a lock back, on a thread that may wait for Redis.
     *
     * @param errand the task; it is run whatever happens, also once this is closed
     */
    void elsewhere(Runnable errand);

    /** Waits a bounded time for held locks to be given back; what is left runs out with its lease. */
    @Override
    void close();
}
