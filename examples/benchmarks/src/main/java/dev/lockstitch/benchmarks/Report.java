package dev.lockstitch.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The table and the plot, beside each other. */
final class Report {

    private final Topic topic;
    private final List<CaseResult> results;
    private final Options options;

    Report(Topic topic, List<CaseResult> results, Options options) {
        this.topic = topic;
        this.results = List.copyOf(results);
        this.options = options;
    }

    void write() throws IOException {
        Path folder = Files.createDirectories(options.folder());
        write(folder.resolve(topic.fileName() + ".md"), table());
        write(folder.resolve(topic.fileName() + ".svg"), Plot.of(topic, results));
    }

    private void write(Path file, String text) throws IOException {
        Files.writeString(file, text, UTF_8);
        options.say("Written: %s", file);
    }

    private String table() {
        return "# " + topic.title() + ": what was measured\n\n![Throughput against "
                + topic.ratio().base() + "](" + topic.fileName() + ".svg)\n\n" + method() + "\n"
                + results.stream().map(Table::of).collect(Collectors.joining("\n"));
    }

    private String method() {
        return """
                Written by the command under "Benchmarks" in the README. The alternatives took turns: %d rounds of %d ms \
                each after a warm-up of %d ms, every alternative in JVMs of its own (Java %d, %d processors), a Redis on \
                loopback of the same machine. Figures are medians over the rounds; a ratio is the median of the ratios \
                of rounds that were next to each other. %s

                %s
                """.formatted(
                        options.rounds(),
                        options.round().toMillis(),
                        options.warmUp().toMillis(),
                        Runtime.version().feature(),
                        Runtime.getRuntime().availableProcessors(),
                        topic.about(),
                        topic.verdict(results));
    }
}
