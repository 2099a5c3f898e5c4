package dev.lockstitch.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What is to be measured and how long.
 *
 * @param cases names of cases; empty means all
 * @param alternatives names of alternatives; empty means all
 * @param rounds how many rounds each alternative has
 * @param round how long a round is
 * @param warmUp how long an alternative runs before its first round
 * @param freshKeys how many keys a round locks that locks each key once
 * @param results the folder for the results of a whole run
 * @param partial the folder for the results of any other
 */
record Options(
        List<String> cases,
        List<String> alternatives,
        int rounds,
        Duration round,
        Duration warmUp,
        long freshKeys,
        Path results,
        Path partial) {

    private static final int ROUNDS = 3;
    private static final long ROUND_MILLIS = 2_000;
    private static final long WARM_UP_MILLIS = 4_000;
    private static final long FRESH_KEYS = 100_000;

    /** From {@code bench.*}, each of which has a default. */
    static Options ofSystemProperties() {
        return new Options(
                names("bench.cases"),
                names("bench.alternatives"),
                Integer.getInteger("bench.rounds", ROUNDS),
                Duration.ofMillis(Long.getLong("bench.millis", ROUND_MILLIS)),
                Duration.ofMillis(Long.getLong("bench.warmup", WARM_UP_MILLIS)),
                Long.getLong("bench.keys", FRESH_KEYS),
                Path.of(System.getProperty("bench.results", "results")),
                Path.of(System.getProperty("bench.partial", "target/results")));
    }

    private static List<String> names(String property) {
        String value = System.getProperty(property, "");
        return value.isBlank() || value.equals("all") ? List.of() : List.of(value.split(",", -1));
    }

    /** A glance at one case must not replace what a whole run found. */
    Path folder() {
        boolean whole = cases.isEmpty()
                && alternatives.isEmpty()
                && rounds >= ROUNDS
                && round.toMillis() >= ROUND_MILLIS
                && warmUp.toMillis() >= WARM_UP_MILLIS
                && freshKeys >= FRESH_KEYS;
        return whole ? results : partial;
    }

    boolean wants(String caseName) {
        return cases.isEmpty() || cases.contains(caseName);
    }

    List<String> chosen(List<String> among) {
        return among.stream()
                .filter(name -> alternatives.isEmpty() || alternatives.contains(name))
                .toList();
    }

    void say(String format, Object... args) {
        System.out.println(String.format(Locale.ROOT, format, args));
    }
}
