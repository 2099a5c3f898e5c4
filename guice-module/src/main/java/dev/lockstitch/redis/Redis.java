package dev.lockstitch.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs scripts at most once. The seam in front of Redisson: tests drop, delay and answer here. Thread-safe. */
public interface Redis {

    /**
     * Runs a script and waits for the answer, at most for the decision budget; at once without an answer while the
     * breaker is open. Failures other than of our own making open the breaker.
     *
     * @param script the script
     * @param keys its KEYS, all in one slot
     * @param args its ARGV
     * @param <T> the type of the reply
     * @return the reply, or why there is none
     * @throws InterruptedException when the thread was interrupted before or during the wait; the script may have run
     */
    <T> Answer<T> ask(Script<T> script, List<String> keys, Object... args) throws InterruptedException;

    /**
     * As {@link #ask}, but an interruption of the thread is put off until the answer is there: for giving back.
     *
     * @param script the script
     * @param keys its KEYS, all in one slot
     * @param args its ARGV
     * @param <T> the type of the reply
     * @return the reply, or why there is none
     */
    <T> Answer<T> askUninterruptibly(Script<T> script, List<String> keys, Object... args);

    /**
     * Runs a script without waiting; else as {@link #ask}.
     *
     * @param script the script
     * @param keys its KEYS, all in one slot
     * @param args its ARGV
     * @param <T> the type of the reply
     * @return completes within the decision budget with the reply, or why there is none; never exceptionally
     */
    <T> CompletableFuture<Answer<T>> send(Script<T> script, List<String> keys, Object... args);

    /**
     * Why nobody is asked now about those keys.
     *
     * @param keys names in the slot that matters
     * @return null while Redis is asked, and before the first contact
     */
    default @Nullable Failure refusal(List<String> keys) {
        return null;
    }

    /**
     * Asks Redis for a sign of life, without waiting, so that an outage is noticed while nobody else asks. May be called
     * often: each server is asked now and then.
     *
     * @param keys names in the slot that matters
     */
    default void lookForLife(List<String> keys) {}
}
