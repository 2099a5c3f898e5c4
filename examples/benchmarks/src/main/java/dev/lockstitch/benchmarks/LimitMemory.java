package dev.lockstitch.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one limit takes in Redis when it has just been used up: {@code MEMORY USAGE} of all keys whose names contain its
 * key, which is 20 characters long.
 *
 * @param title which limit
 * @param alternatives the names of the alternatives; those that the options leave out are left out
 * @param quota the limit
 */
record LimitMemory(String title, List<String> alternatives, Quota quota) implements Experiment {

    private static final int THREADS = 8;

    /** Time enough for a slow machine to ask 100,000 times; it is over when the limit is full. */
    private static final Duration AT_MOST = Duration.ofSeconds(60);

    @Override
    public Optional<Measured> run(Site site, Options options) throws IOException {
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        for (String alternative : options.chosen(alternatives)) {
            rounds.put(alternative, rounds(site, alternative));
        }
        return Optional.of(new Measured(title, rounds));
    }

    /** One round: a text that is stored is as long the next time. */
    private List<Round> rounds(Site site, String alternative) throws IOException {
        Load load = Load.limited(Keys.UNTIL_FULL, THREADS, quota).startingWith(key(alternative));
        try (Wire wire = new Wire(site.redis().port());
                Crew crew = new Crew(site, alternative, 1, Jdk.running(), quota)) {
            Round full = crew.run(load.lasting(AT_MOST));
            if (full.granted() < quota.permits()) {
                throw new IOException(alternative + " granted only " + full.granted() + " of " + quota.permits()
                        + " permits within " + AT_MOST + ": its limit was never in full use");
            }
            return List.of(full.leaving((double) usage(wire, load.key())));
        }
    }

    private static long usage(Wire wire, String key) throws IOException {
        List<String> names = new ArrayList<>(wire.texts("KEYS", "*" + key + "*"));
        if (names.isEmpty()) {
            throw new IOException("no key contains " + key + ": the limit was not in full use, or is kept elsewhere");
        }
        long sum = 0;
        for (String name : names) {
            // Every element of a collection, not a sample.
            sum += wire.number("MEMORY", "USAGE", name, "SAMPLES", "0");
        }
        return sum;
    }

    /** The name of the alternative, cut or filled up. */
    static String key(String alternative) {
        return (alternative + "-".repeat(20)).substring(0, 20);
    }
}
