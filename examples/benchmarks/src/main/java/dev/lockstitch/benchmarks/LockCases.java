package dev.lockstitch.benchmarks;

import static dev.lockstitch.benchmarks.Alternatives.FAIR_REENTRANT;
import static dev.lockstitch.benchmarks.Alternatives.LOCKSTITCH;
import static dev.lockstitch.benchmarks.Alternatives.RLOCK;

import java.time.Duration;
import java.util.List;

/** What is measured of locks, and what is to be reached. */
final class LockCases {

    private static final Duration BODY = Duration.ofNanos(100_000);
    private static final int THREADS = 8;

    private final List<String> everyone;
    private final List<String> acrossJvms;

    LockCases(List<AlternativeProvider> providers) {
        everyone = providers.stream().map(AlternativeProvider::name).toList();
        acrossJvms = providers.stream()
                .filter(AlternativeProvider::acrossJvms)
                .map(AlternativeProvider::name)
                .toList();
    }

    List<Case> all() {
        return List.of(
                hot(), twoJvms(), empty(), uncontended(), manyJvms(), virtual(), freshKeys(), reentrant(), advice());
    }

    private Case hot() {
        String title = "Hot key, 100 µs body, 1 JVM × 8 threads";
        return new Case(
                "hot",
                title,
                "Every thread calls again at once.",
                Column.WAITS,
                List.of(new Comparison(title, everyone, 1, Load.timed(Keys.ONE, THREADS, BODY))),
                measured -> {
                    Measured it = measured.get(0);
                    return List.of(
                            Goal.atLeast(2.7, "throughput, × RLock", ratio(it)),
                            Goal.atMost(0.1, "p99 wait, × RLock", it.ratio(LOCKSTITCH, RLOCK, Round::p99)),
                            Goal.atLeast(
                                    0.9,
                                    "throughput, × the fair lock of one JVM",
                                    it.ratio(LOCKSTITCH, FAIR_REENTRANT, Round::throughput)));
                });
    }

    private Case twoJvms() {
        String title = "Hot key, 100 µs body, 2 JVMs × 8 threads";
        return new Case(
                "twoJvms",
                title,
                "Half of the calls each would be a share of 0.50.",
                Column.SHARED,
                List.of(new Comparison(title, acrossJvms, 2, Load.timed(Keys.ONE, THREADS, BODY))),
                measured -> {
                    Measured it = measured.get(0);
                    return List.of(
                            Goal.atLeast(3.3, "throughput, × RLock", ratio(it)),
                            Goal.atLeast(0.45, "lesser JVM's share", it.median(LOCKSTITCH, Round::lesserShare)),
                            Goal.atMost(0.125, "longest wait, × RLock", it.ratio(LOCKSTITCH, RLOCK, Round::longest)));
                });
    }

    private Case empty() {
        String title = "Hot key, empty body, 8 threads";
        return new Case(
                "empty",
                title,
                "Nothing but the lock.",
                Column.WAITS,
                List.of(new Comparison(title, everyone, 1, Load.timed(Keys.ONE, THREADS, Duration.ZERO))),
                measured -> List.of(Goal.atLeast(10, "throughput, × RLock", ratio(measured.get(0)))));
    }

    private Case uncontended() {
        String title = "8 threads on 8 keys, uncontended, empty body";
        return new Case(
                "uncontended",
                title,
                "Each thread has a key of its own.",
                Column.WAITS,
                List.of(new Comparison(title, everyone, 1, Load.timed(Keys.OWN, THREADS, Duration.ZERO))),
                measured -> {
                    Measured it = measured.get(0);
                    return List.of(
                            Goal.atLeast(1.5, "throughput, × RLock", ratio(it)),
                            // The renewals and probes of a whole round make a few commands more.
                            Goal.atMost(2.01, "commands per lock and unlock", it.median(LOCKSTITCH, Round::commands)));
                });
    }

    private Case manyJvms() {
        List<String> two = List.of(RLOCK, LOCKSTITCH);
        Load load = Load.timed(Keys.ONE, 2, BODY);
        return new Case(
                "manyJvms",
                "1, 4 and 16 JVMs × 2 threads on one key, 100 µs body",
                "The more JVMs, the more of them are woken in vain where a release tells all of them.",
                Column.SHARED,
                List.of(
                        new Comparison("1 JVM × 2 threads on one key", two, 1, load),
                        new Comparison("4 JVMs × 2 threads on one key", two, 4, load),
                        new Comparison("16 JVMs × 2 threads on one key", two, 16, load)),
                measured -> List.of(
                        Goal.atLeast(2, "throughput with 1 JVM, × RLock", ratio(measured.get(0))),
                        Goal.atLeast(3.5, "throughput with 4 JVMs, × RLock", ratio(measured.get(1))),
                        Goal.atLeast(10, "throughput with 16 JVMs, × RLock", ratio(measured.get(2))),
                        kept(RLOCK, 4, measured.get(1), measured.get(0)),
                        kept(RLOCK, 16, measured.get(2), measured.get(0)),
                        kept(LOCKSTITCH, 4, measured.get(1), measured.get(0)),
                        kept(LOCKSTITCH, 16, measured.get(2), measured.get(0))));
    }

    private static Goal kept(String alternative, int jvms, Measured many, Measured one) {
        return Goal.none(
                alternative + " with " + jvms + " JVMs, × itself with 1 JVM",
                many.median(alternative, Round::throughput) / one.median(alternative, Round::throughput));
    }

    private Case virtual() {
        String title = "1,000 virtual threads on one key, 100 µs body";
        Load load = Load.timed(Keys.ONE, 1_000, BODY).onVirtualThreads();
        return new Case(
                "virtual",
                title,
                "On a JDK 25: the running one, else one that is installed beside it. The others take minutes to serve such a"
                        + " crowd, or give up before.",
                Column.WAITS,
                List.of(new Comparison(title, List.of(RLOCK, LOCKSTITCH), 1, load)),
                measured -> List.of(Goal.atLeast(3, "throughput, × RLock", ratio(measured.get(0)))));
    }

    private Case freshKeys() {
        String title = "Distinct keys locked once each, 8 threads";
        return new Case(
                "freshKeys",
                title,
                "Heap left per key is what is in use after a collection, more than before the round.",
                Column.KEYS,
                List.of(new Comparison(title, acrossJvms, 1, Load.fresh(THREADS))),
                measured -> List.of(
                        Goal.atLeast(1.5, "throughput, × RLock", ratio(measured.get(0))),
                        // Less than one reference; a collector never finds exactly what it found before.
                        Goal.atMost(4, "bytes left per key", measured.get(0).median(LOCKSTITCH, Round::bytes))));
    }

    private Case reentrant() {
        String title = "Re-entrant acquisition, 1 thread";
        return new Case(
                "reentrant",
                title,
                "Inside a call that holds the lock, the same is called again. What is left of commands are those of the"
                        + " outer call, and the signs of life of a second.",
                Column.ALONE,
                List.of(new Comparison(title, everyone, 1, Load.timed(Keys.HELD, 1, Duration.ZERO))),
                measured -> List.of(
                        Goal.atMost(1_000, "ns per call", nanos(measured.get(0))),
                        Goal.atMost(0.001, "commands per call", measured.get(0).median(LOCKSTITCH, Round::commands))));
    }

    private Case advice() {
        String title = "Advice and a key template with a parameter and a property path, no Redis";
        return new Case(
                "advice",
                title,
                "A coordinator that grants at no cost; the key is `order:{id}:{customer.name}`, 21 characters long. A byte"
                        + " more for each further character; 160 bytes are AspectJ's own join point.",
                Column.ADVICE,
                List.of(new AdviceCost(title)),
                measured -> List.of(
                        Goal.atMost(150, "ns per call", nanos(measured.get(0))),
                        Goal.atMost(
                                250, "bytes allocated per call", measured.get(0).median(LOCKSTITCH, Round::bytes))));
    }

    private static double nanos(Measured measured) {
        return measured.median(LOCKSTITCH, round -> 1e9 / round.throughput());
    }

    private static double ratio(Measured measured) {
        return measured.ratio(LOCKSTITCH, RLOCK, Round::throughput);
    }
}
