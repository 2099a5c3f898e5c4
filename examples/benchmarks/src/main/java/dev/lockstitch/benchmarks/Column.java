package dev.lockstitch.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A column of a case's table. */
enum Column {
    THROUGHPUT("calls/s", "%,.0f", Round::throughput),
    RATIO("× RLock", "%,.2f", Round::throughput) {
        @Override
        double figure(Measured measured, String alternative) {
            return measured.ratio(alternative, Alternatives.RLOCK, Round::throughput);
        }
    },
    MEDIAN("p50 wait, ms", "%.2f", round -> round.median() / 1e6),
    P99("p99 wait, ms", "%.2f", round -> round.p99() / 1e6),
    LONGEST("longest wait, ms", "%.1f", round -> round.longest() / 1e6),
    SHARE("lesser JVM's share", "%.2f", Round::lesserShare),
    COMMANDS("commands per call", "%.2f", Round::commands),
    NANOS("ns per call", "%,.0f", round -> 1e9 / round.throughput()),
    BYTES("B per call", "%.1f", Round::bytes);

    static final List<Column> WAITS = List.of(THROUGHPUT, RATIO, MEDIAN, P99, LONGEST, COMMANDS);
    static final List<Column> ALONE = List.of(NANOS, RATIO, COMMANDS);
    static final List<Column> KEYS = List.of(THROUGHPUT, RATIO, COMMANDS, BYTES);
    static final List<Column> ADVICE = List.of(NANOS, BYTES);
    static final List<Column> SHARED = List.of(THROUGHPUT, RATIO, SHARE, MEDIAN, P99, LONGEST, COMMANDS);

    private final String heading;
    private final String format;

    // References to accessors, which are immutable, as their type cannot say.
    @SuppressWarnings("ImmutableEnumChecker")
    private final ToDoubleFunction<Round> figure;

    Column(String heading, String format, ToDoubleFunction<Round> figure) {
        this.heading = heading;
        this.format = format;
        this.figure = figure;
    }

    String heading() {
        return heading;
    }

    double figure(Measured measured, String alternative) {
        return measured.median(alternative, figure);
    }

    /** A dash for what was not measured. */
    String text(Measured measured, String alternative) {
        double value = figure(measured, alternative);
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }
}
