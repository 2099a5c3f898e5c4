package dev.lockstitch.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures, says what came out, and writes it down. Ends with 1 when critical sections overlapped, more permits were
 * granted than a limit allows, or calls of this library failed; that a goal was missed fails nothing.
 */
public final class Benchmarks {

    private final Options options;

    Benchmarks(Options options) {
        this.options = options;
    }

    /**
     * Runs the benchmarks.
     *
     * @param args none; see {@code bench.*} in the pom
     * @throws IOException when a worker or the Redis server fails
     */
    public static void main(String[] args) throws IOException {
        Topic topic = Topic.ofSystemProperty();
        Options options = Options.ofSystemProperties();
        List<CaseResult> results = new Benchmarks(options).run(topic.cases());
        new Report(topic, results, options).write();
        List<String> complaints = complaints(results);
        complaints.forEach(complaint -> options.say("%s", complaint));
        System.exit(complaints.isEmpty() ? 0 : 1);
    }

    List<CaseResult> run(List<Case> cases) throws IOException {
        List<CaseResult> results = new ArrayList<>();
        for (Case each : cases) {
            if (options.wants(each.name())) {
                options.say("");
                CaseResult result = run(each);
                options.say("%s", Table.of(result));
                results.add(result);
            }
        }
        return results;
    }

    private CaseResult run(Case each) throws IOException {
        List<Measured> measured = new ArrayList<>();
        for (Experiment experiment : each.experiments()) {
            // A Redis of its own: what one experiment leaves behind must not weigh on the next.
            try (Site site = Site.open()) {
                Optional<Measured> result = experiment.run(site, options);
                result.ifPresent(measured::add);
            }
        }
        return new CaseResult(each, measured);
    }

    /** What must not be, in words. */
    static List<String> complaints(List<CaseResult> results) {
        List<String> complaints = new ArrayList<>();
        for (CaseResult result : results) {
            if (result.overlaps() > 0) {
                complaints.add(result.of().title() + ": critical sections overlapped " + result.overlaps() + " times");
            }
            for (Measured measured : result.measured()) {
                measured.alternatives().stream()
                        .filter(alternative -> measured.excess(alternative) > 0)
                        .map(alternative -> measured.title() + ": " + alternative + " granted "
                                + measured.excess(alternative) + " permits more than burst + rate × time")
                        .forEach(complaints::add);
                long failed = measured.failed(Alternatives.LOCKSTITCH);
                if (failed > 0) {
                    complaints.add(measured.title() + ": " + failed + " calls of Lockstitch failed");
                }
            }
        }
        return complaints;
    }
}
