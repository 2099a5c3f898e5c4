package dev.lockstitch.benchmarks;

import static dev.lockstitch.benchmarks.Alternatives.LOCKSTITCH;
import static dev.lockstitch.benchmarks.LimitAlternatives.BATCHING_ON_LETTUCE;
import static dev.lockstitch.benchmarks.LimitAlternatives.BATCHING_ON_REDISSON;
import static dev.lockstitch.benchmarks.LimitAlternatives.ON_REDISSON;
import static dev.lockstitch.benchmarks.LimitAlternatives.RRATELIMITER;

import java.util.List;
import java.util.stream.IntStream;

/** What is measured of limits, and what is to be reached. */
final class LimitCases {

    /** Who compares and swaps once per call gets slower the more ask: to ask more of them tells nothing new. */
    private static final String BUCKETS = "Bucket4j/";

    private static final String BATCHING = "+batching";

    /** From so many threads on. */
    private static final int CROWD = 64;

    private final List<String> everyone;
    private final List<String> alone;
    private final List<String> limiting;
    private final List<String> inMemory;

    LimitCases(List<LimitProvider> providers) {
        everyone = providers.stream().map(LimitProvider::name).toList();
        alone = everyone.stream().filter(name -> !name.endsWith(BATCHING)).toList();
        limiting = providers.stream()
                .filter(LimitProvider::limits)
                .map(LimitProvider::name)
                .toList();
        // What a bucket of Bucket4j takes depends on neither its client nor on batching.
        inMemory = limiting.stream()
                .filter(List.of(RRATELIMITER, BATCHING_ON_REDISSON, LOCKSTITCH)::contains)
                .toList();
    }

    private static boolean bearsCrowds(String name) {
        return !name.startsWith(BUCKETS) || name.endsWith(BATCHING);
    }

    private static List<String> fit(List<String> names, int threads) {
        return threads < CROWD
                ? names
                : names.stream().filter(LimitCases::bearsCrowds).toList();
    }

    List<Case> all() {
        return List.of(hotLimit(), manyLimits(), rejected(), idle(), memory());
    }

    private Case hotLimit() {
        return new Case(
                "hotLimit",
                "Hot key, a limit of 1,000,000 a second, never reached",
                "Bucket4j without batching is left out at 64 and 128 threads: it only gets slower.",
                Column.LIMITS,
                List.of(hot(8), hot(32), hot(64), hot(128)),
                measured -> {
                    Measured at32 = measured.get(1);
                    Measured at64 = measured.get(2);
                    Measured at128 = measured.get(3);
                    return List.of(
                            beside(RRATELIMITER, 5, "32", at32),
                            beside(RRATELIMITER, 5, "128", at128),
                            beside(BATCHING_ON_REDISSON, 1.3, "64", at64),
                            beside(BATCHING_ON_REDISSON, 1.3, "128", at128),
                            beside(BATCHING_ON_LETTUCE, 1, "64", at64),
                            beside(BATCHING_ON_LETTUCE, 1, "128", at128),
                            beside(ON_REDISSON, 15, "32", at32));
                });
    }

    private Comparison hot(int threads) {
        return new Comparison(
                "Hot key, never rejected, " + threads + " threads",
                fit(everyone, threads),
                1,
                Load.limited(Keys.ONE, threads, Quota.MILLION_A_SECOND));
    }

    private Case manyLimits() {
        String title = "10,000 keys, never rejected, 32 threads";
        return new Case(
                "manyLimits",
                title,
                "Each call asks for any of the keys, all of which are set up beforehand.",
                Column.LIMITS,
                List.of(new Comparison(title, everyone, 1, Load.limited(Keys.MANY, 32, Quota.MILLION_A_SECOND))),
                measured -> List.of(beside(RRATELIMITER, 1.8, "32", measured.get(0))));
    }

    private Case rejected() {
        return rejected(1, 8, 32, 128);
    }

    /** As many comparisons as there are numbers of threads. */
    Case rejected(int jvms, int... threads) {
        return new Case(
                "rejected",
                "Asked far beyond 1,000 a second",
                "A rejected call of Lockstitch ends with an exception, which is caught. Granted of allowed: permits granted"
                        + " as a share of burst + rate × time of the round. Bucket4j without batching is left out at 128 threads.",
                Column.REJECTIONS,
                IntStream.of(threads)
                        .<Experiment>mapToObj(count -> new Comparison(
                                "Asked far beyond 1,000 a second, " + count + " threads",
                                fit(limiting, count),
                                jvms,
                                Load.limited(Keys.ONE, count, Quota.THOUSAND_A_SECOND)))
                        .toList(),
                measured -> IntStream.range(0, threads.length)
                        .mapToObj(i -> beside(RRATELIMITER, 100, String.valueOf(threads[i]), measured.get(i)))
                        .toList());
    }

    private Case idle() {
        String title = "Hot key, never rejected, 1 thread";
        return new Case(
                "idle",
                title,
                "Nobody to share a command with, so that batching is left out.",
                Column.LIMITS,
                List.of(new Comparison(title, alone, 1, Load.limited(Keys.ONE, 1, Quota.MILLION_A_SECOND))),
                measured -> List.of(
                        // The signs of life of a whole round make a few commands more.
                        Goal.atMost(
                                1.01, "commands per decision", measured.get(0).median(LOCKSTITCH, Round::commands))));
    }

    private Case memory() {
        return new Case(
                "memory",
                "Memory of one limit that has just been used up",
                "`MEMORY USAGE` of all keys that belong to it; its own key has 20 characters, the name of Lockstitch's limit"
                        + " 3.",
                Column.MEMORY,
                List.of(
                        new LimitMemory("10 a second", inMemory, Quota.TEN_A_SECOND),
                        new LimitMemory("1,000 a second", inMemory, Quota.THOUSAND_A_SECOND),
                        new LimitMemory("100,000 a minute", inMemory, Quota.HUNDRED_THOUSAND_A_MINUTE)),
                measured -> measured.stream()
                        .map(each -> Goal.atMost(128, "bytes, " + each.title(), each.median(LOCKSTITCH, Round::bytes)))
                        .toList());
    }

    private static Goal beside(String other, double bound, String threads, Measured measured) {
        return Goal.atLeast(
                bound,
                "calls/s with " + threads + " threads, × " + other,
                measured.ratio(LOCKSTITCH, other, Round::throughput));
    }
}
