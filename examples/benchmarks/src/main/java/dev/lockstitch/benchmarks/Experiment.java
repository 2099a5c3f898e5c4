package dev.lockstitch.benchmarks;

import java.io.IOException;
import java.util.Optional;

/** Something to measure. */
interface Experiment {

    /**
     * Measures.
     *
     * @return what came out; empty when it cannot be done here, which was then said
     */
    Optional<Measured> run(Site site, Options options) throws IOException;
}
