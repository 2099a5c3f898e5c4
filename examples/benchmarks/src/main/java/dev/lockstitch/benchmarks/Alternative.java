package dev.lockstitch.benchmarks;

import java.util.List;

/** One way to let a body run only when it may, as one JVM uses it: under a lock, or within a limit. Thread-safe. */
public interface Alternative extends AutoCloseable {

    /**
     * Sets up what is to be there beforehand, before a round.
     *
     * @param keys the keys of the round; those of earlier ones may be among them
     */
    default void prepare(List<String> keys) {
        // A lock needs nothing.
    }

    /**
     * Waits for the lock of the key, runs the body and gives the lock back; or asks for a permit of the key, and runs the
     * body when there is one.
     *
     * @param key the key
     * @param body what to run
     * @return whether the body ran; a lock that is waited for says true
     * @throws Exception when the lock could not be had, or nothing was decided; the measurement then counts a failed call
     */
    boolean under(String key, Runnable body) throws Exception;

    /** Ends connections and threads. */
    @Override
    void close();
}
