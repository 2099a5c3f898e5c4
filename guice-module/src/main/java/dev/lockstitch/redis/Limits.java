package dev.lockstitch.redis;

import dev.lockstitch.RateLimitDecision;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The floor above that knows limits. */
public interface Limits extends AutoCloseable {

    /**
     * Decides about all limits of one call, and waits for the permits where that was asked.
     *
     * @param limits the limits
     * @return the decision, or why Redis cannot be used, or that this was closed meanwhile
     * @throws InterruptedException when interrupted; the permits are given back
     */
    Answer<RateLimitDecision> decide(List<AppliedLimit> limits) throws InterruptedException;

    /**
     * As {@link #decide}, without blocking.
     *
     * @param limits the limits
     * @param linger how long the calling thread may wait for the decision
     * @return completes when the permits are there, on any thread; to cancel it gives them back
     */
    CompletableFuture<Answer<RateLimitDecision>> decideAsync(List<AppliedLimit> limits, Duration linger);

    /**
     * Decides inside this JVM alone, and waits for the permits where that was asked.
     *
     * @param limits the limits
     * @return the decision, or that this was closed meanwhile
     * @throws InterruptedException when interrupted; the permits are given back
     */
    Answer<RateLimitDecision> decideLocally(List<AppliedLimit> limits) throws InterruptedException;

    /**
     * As {@link #decideLocally}, without blocking.
     *
     * @param limits the limits
     * @return completes when the permits are there, on any thread; to cancel it gives them back
     */
    CompletableFuture<Answer<RateLimitDecision>> decideLocallyAsync(List<AppliedLimit> limits);

    /**
     * Gives back what a decision took, once.
     *
     * @param decision the decision
     * @return completes with whether it was given back now; never exceptionally
     */
    CompletableFuture<Boolean> refund(RateLimitDecision decision);

    /**
     * A decision that was not made: granted, not enforced, without states.
     *
     * @return the decision, made now on this machine's clock
     */
    RateLimitDecision unenforced();

    /**
     * Whether limits are switched off, so that nothing is looked up for them.
     *
     * @return false where they count
     */
    default boolean isOff() {
        return false;
    }

    /**
     * Forgets. Whoever waits for permits is told at once, and so is who would have to wait from now on; their places are
     * given back as far as Redis answers soon.
     */
    @Override
    void close();
}
