package dev.lockstitch.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the advice and its key cost, without Redis: see {@link AdviceWorker}.
 *
 * @param title what is done
 */
record AdviceCost(String title) implements Experiment {

    @Override
    public Optional<Measured> run(Site site, Options options) throws IOException {
        List<String> line = Jdk.running().command();
        line.addAll(List.of("-classpath", System.getProperty("java.class.path"), AdviceWorker.class.getName()));
        line.add(String.valueOf(options.rounds()));
        line.add(String.valueOf(options.round().toMillis()));
        line.add(String.valueOf(options.warmUp().toMillis()));
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader replies = process.inputReader(UTF_8)) {
            List<Round> rounds = replies.lines().map(AdviceCost::round).toList();
            return Optional.of(new Measured(title, Map.of(Alternatives.LOCKSTITCH, rounds)));
        } finally {
            process.destroyForcibly();
        }
    }

    private static Round round(String line) {
        String[] words = line.split(" ", -1);
        return Round.alone(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
    }
}
