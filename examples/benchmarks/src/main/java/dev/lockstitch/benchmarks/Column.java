package dev.lockstitch.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A column of a case's table. */
enum Column {
    THROUGHPUT("calls/s", "%,.0f", Round::throughput),
    RATIO(Alternatives.RLOCK),
    RATIO_TO_RRATELIMITER(LimitAlternatives.RRATELIMITER),
    MEDIAN("p50 wait, ms", "%.2f", round -> round.median() / 1e6),
    P99("p99 wait, ms", "%.2f", round -> round.p99() / 1e6),
    LONGEST("longest wait, ms", "%.1f", round -> round.longest() / 1e6),
    MEDIAN_MICROS("p50, µs", "%,.1f", round -> round.median() / 1e3),
    P99_MICROS("p99, µs", "%,.1f", round -> round.p99() / 1e3),
    SHARE("lesser JVM's share", "%.2f", Round::lesserShare),
    GRANTED("granted of allowed", "%.3f", round -> round.granted() / round.allowed()),
    COMMANDS("commands per call", "%.2f", Round::commands),
    NANOS("ns per call", "%,.0f", round -> 1e9 / round.throughput()),
    BYTES("B per call", "%.1f", Round::bytes),
    BYTES_OF_LIMIT("B per limit", "%,.0f", Round::bytes);

    static final List<Column> WAITS = List.of(THROUGHPUT, RATIO, MEDIAN, P99, LONGEST, COMMANDS);
    static final List<Column> ALONE = List.of(NANOS, RATIO, COMMANDS);
    static final List<Column> KEYS = List.of(THROUGHPUT, RATIO, COMMANDS, BYTES);
    static final List<Column> ADVICE = List.of(NANOS, BYTES);
    static final List<Column> SHARED = List.of(THROUGHPUT, RATIO, SHARE, MEDIAN, P99, LONGEST, COMMANDS);
    static final List<Column> LIMITS = List.of(THROUGHPUT, RATIO_TO_RRATELIMITER, MEDIAN_MICROS, P99_MICROS, COMMANDS);
    static final List<Column> REJECTIONS =
            List.of(THROUGHPUT, RATIO_TO_RRATELIMITER, MEDIAN_MICROS, P99_MICROS, GRANTED, COMMANDS);
    static final List<Column> MEMORY = List.of(BYTES_OF_LIMIT);

    private final String heading;
    private final String format;

    // References to accessors, which are immutable, as their type cannot say.
    @SuppressWarnings("ImmutableEnumChecker")
    private final ToDoubleFunction<Round> figure;

    /** The alternative that it compares with; empty when it compares with none. */
    private final String base;

    Column(String heading, String format, ToDoubleFunction<Round> figure) {
        this(heading, format, figure, "");
    }

    /** Throughput beside another's. */
    Column(String base) {
        this("× " + base, "%,.2f", Round::throughput, base);
    }

    Column(String heading, String format, ToDoubleFunction<Round> figure, String base) {
        this.heading = heading;
        this.format = format;
        this.figure = figure;
        this.base = base;
    }

    String heading() {
        return heading;
    }

    String base() {
        return base;
    }

    double figure(Measured measured, String alternative) {
        return base.isEmpty() ? measured.median(alternative, figure) : measured.ratio(alternative, base, figure);
    }

    /** A dash for what was not measured. */
    String text(Measured measured, String alternative) {
        double value = figure(measured, alternative);
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }
}
