package dev.lockstitch.benchmarks;

/** One way to exclude others from a body, as one JVM uses it. Thread-safe. */
public interface Alternative extends AutoCloseable {

    /**
     * Waits for the lock of the key, runs the body and gives the lock back.
     *
     * @param key the key
     * @param body what to run
     * @throws Exception when the lock could not be had; the measurement then counts a failed call
     */
    void under(String key, Runnable body) throws Exception;

    /** Ends connections and threads. */
    @Override
    void close();
}
