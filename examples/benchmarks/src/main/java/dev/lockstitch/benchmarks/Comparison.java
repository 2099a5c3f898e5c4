package dev.lockstitch.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Alternatives under the same load, taking turns.
 *
 * @param title what is done
 * @param alternatives the names of the alternatives; those that the options leave out are left out
 * @param jvms how many JVMs each has
 * @param load what each JVM does
 */
record Comparison(String title, List<String> alternatives, int jvms, Load load) implements Experiment {

    @Override
    public Optional<Measured> run(Site site, Options options) throws IOException {
        Optional<Jdk> jdk = load.virtual() ? Jdk.withVirtualThreads() : Optional.of(Jdk.running());
        if (jdk.isEmpty()) {
            options.say("%s: left out, there is no JDK 25 here, nor beside the running JDK", title);
            return Optional.empty();
        }
        try (Crews crews = new Crews()) {
            for (String alternative : options.chosen(alternatives)) {
                crews.open(site, alternative, jvms, jdk.get(), load.quota());
            }
            return Optional.of(new Measured(title, takeTurns(crews, options)));
        }
    }

    private Map<String, List<Round>> takeTurns(Crews crews, Options options) throws IOException {
        for (Map.Entry<String, Crew> crew : crews.byName.entrySet()) {
            crew.getValue().run(of(crew.getKey()).lasting(options.warmUp()).of(options.freshKeys() / 4));
        }
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        for (int i = 0; i < rounds(options); i++) {
            for (Map.Entry<String, Crew> crew : crews.byName.entrySet()) {
                rounds.computeIfAbsent(crew.getKey(), unused -> new ArrayList<>())
                        .add(crew.getValue()
                                .run(of(crew.getKey()).lasting(options.round()).of(options.freshKeys())));
            }
        }
        return rounds;
    }

    /** On keys of its own: alternatives may call things of different kinds by the same name. */
    private Load of(String alternative) {
        return load.startingWith(alternative);
    }

    /** A round of many keys is long. */
    private int rounds(Options options) {
        return load.keys() == Keys.FRESH ? Math.min(3, options.rounds()) : options.rounds();
    }

    private static final class Crews implements AutoCloseable {

        private final Map<String, Crew> byName = new LinkedHashMap<>();

        void open(Site site, String alternative, int jvms, Jdk jdk, @Nullable Quota quota) throws IOException {
            byName.put(alternative, new Crew(site, alternative, jvms, jdk, quota));
        }

        @Override
        public void close() throws IOException {
            for (Crew crew : byName.values()) {
                crew.close();
            }
        }
    }
}
