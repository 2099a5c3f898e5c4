package dev.lockstitch.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The rounds of several alternatives that took turns: the first rounds of all were next to each other in time, then the
 * second ones. Medians are over rounds; a ratio is the median of the ratios of such neighbours, because what disturbs a
 * machine for a while disturbs neighbours alike.
 *
 * @param title what was done
 * @param rounds the rounds by alternative
 */
record Measured(String title, Map<String, List<Round>> rounds) {

    Measured {
        rounds = new LinkedHashMap<>(rounds);
    }

    Set<String> alternatives() {
        return rounds.keySet();
    }

    /** Not a number when the alternative was not measured. */
    double median(String alternative, ToDoubleFunction<Round> figure) {
        return Statistics.median(of(alternative).stream().mapToDouble(figure));
    }

    /** Not a number when one of the two was not measured. */
    double ratio(String alternative, String other, ToDoubleFunction<Round> figure) {
        List<Round> ours = of(alternative);
        List<Round> theirs = of(other);
        return Statistics.median(IntStream.range(0, Math.min(ours.size(), theirs.size()))
                .mapToDouble(i -> figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i))));
    }

    long overlaps() {
        return rounds.values().stream()
                .flatMap(List::stream)
                .mapToLong(Round::overlaps)
                .sum();
    }

    /** Permits beyond the limit, round by round. */
    long excess(String alternative) {
        return of(alternative).stream().mapToLong(Round::excess).sum();
    }

    long failed(String alternative) {
        return of(alternative).stream().mapToLong(Round::failed).sum();
    }

    private List<Round> of(String alternative) {
        return rounds.getOrDefault(alternative, List.of());
    }
}
