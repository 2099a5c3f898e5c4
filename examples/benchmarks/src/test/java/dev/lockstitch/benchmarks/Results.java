package dev.lockstitch.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Results as a test wants them. */
final class Results {

    private Results() {}

    static Measured measured(Map<String, double[]> throughput) {
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        throughput.forEach((alternative, values) -> rounds.put(
                alternative,
                Arrays.stream(values).mapToObj(value -> round(value, 0, 0)).toList()));
        return new Measured("a <title> & more", rounds);
    }

    static Round round(double throughput, long overlaps, long failed) {
        return new Round(throughput, 0.5, 1e6, 2e6, 3e6, 2, 0, overlaps, failed, 1_000, Double.POSITIVE_INFINITY);
    }

    /** Of a limit that allows so many. */
    static Round limited(long granted, double allowed) {
        return new Round(1_000, 1, 1e6, 2e6, 3e6, 1, 0, 0, 0, granted, allowed);
    }

    static CaseResult result(Measured measured, Function<List<Measured>, List<Goal>> goals) {
        Experiment experiment = new AdviceCost("never run");
        return new CaseResult(
                new Case("case", "A case", "How to read it.", Column.WAITS, List.of(experiment), goals),
                List.of(measured));
    }
}
