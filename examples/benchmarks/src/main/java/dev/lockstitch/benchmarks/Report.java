package dev.lockstitch.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The table and the plot, beside each other. */
final class Report {

    private final List<CaseResult> results;
    private final Options options;

    Report(List<CaseResult> results, Options options) {
        this.results = List.copyOf(results);
        this.options = options;
    }

    void write() throws IOException {
        Path folder = Files.createDirectories(options.folder());
        write(folder.resolve("locks.md"), table());
        write(folder.resolve("locks.svg"), Plot.of(results));
    }

    private void write(Path file, String text) throws IOException {
        Files.writeString(file, text, UTF_8);
        options.say("Written: %s", file);
    }

    private String table() {
        return "# Locks: what was measured\n\n![Throughput against RLock](locks.svg)\n\n" + method() + "\n"
                + results.stream().map(Table::of).collect(Collectors.joining("\n"));
    }

    private String method() {
        return """
                Written by the command under "Benchmarks" in the README. The alternatives took turns: %d rounds of %d ms \
                each after a warm-up of %d ms, every alternative in JVMs of its own (Java %d, %d processors), a Redis on \
                loopback of the same machine. Figures are medians over the rounds; a ratio is the median of the ratios \
                of rounds that were next to each other. A wait is the time from the call to the beginning of its body. \
                A body of 100 µs spins on the clock, so it takes a processor from those who wait, as computing would. \
                "Lockstitch" is a woven `@DistributedLock` method with the defaults, but as \
                patient with an overloaded machine as Redisson (3 s to decide); RLock and RFairLock are written by \
                hand on a Redisson client with its defaults (renewed by its watchdog). Commands are counted from the \
                server's `commandstats`: scripts and subscriptions alone, because those statistics also count what \
                scripts call themselves, and only these can have come from a client. Plain commands, such as the DEL \
                that RLock sends after an unlock, are therefore left out.

                Overlaps of critical sections counted in all rounds: %d.
                """.formatted(
                        options.rounds(),
                        options.round().toMillis(),
                        options.warmUp().toMillis(),
                        Runtime.version().feature(),
                        Runtime.getRuntime().availableProcessors(),
                        results.stream().mapToLong(CaseResult::overlaps).sum());
    }
}
