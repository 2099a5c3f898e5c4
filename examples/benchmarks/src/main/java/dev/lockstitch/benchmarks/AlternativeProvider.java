package dev.lockstitch.benchmarks;

/** Makes an {@link Alternative}. Those of the peers are found by {@link java.util.ServiceLoader}. */
public interface AlternativeProvider {

    /**
     * What the tables call it.
     *
     * @return a name without spaces
     */
    String name();

    /**
     * Whether it excludes the threads of other JVMs too.
     *
     * @return false for a floor that needs no Redis
     */
    boolean acrossJvms();

    /**
     * Connects.
     *
     * @param redisUrl the server
     * @return ready for use
     */
    Alternative open(String redisUrl);
}
