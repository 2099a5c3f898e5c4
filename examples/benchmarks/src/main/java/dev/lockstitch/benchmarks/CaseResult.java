package dev.lockstitch.benchmarks;

import java.util.List;

/**
 * What came of a case.
 *
 * @param of the case
 * @param measured what its experiments gave; fewer than those when some could not be done here
 */
record CaseResult(Case of, List<Measured> measured) {

    CaseResult {
        measured = List.copyOf(measured);
    }

    /** None when an experiment could not be done. */
    List<Goal> goals() {
        return measured.size() == of.experiments().size() ? of.goals().apply(measured) : List.of();
    }

    /** Permits beyond the limits, whoever granted them. */
    long excess() {
        return measured.stream()
                .flatMapToLong(each -> each.alternatives().stream().mapToLong(each::excess))
                .sum();
    }

    long overlaps() {
        return measured.stream().mapToLong(Measured::overlaps).sum();
    }
}
