package dev.lockstitch.benchmarks;

import java.util.List;

/** Limiters of others. Found by {@link java.util.ServiceLoader}. */
@FunctionalInterface
public interface LimitPeers {

    /**
     * What there is.
     *
     * @return the limiters, in the order of the tables
     */
    List<LimitProvider> providers();
}
