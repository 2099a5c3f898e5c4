package dev.lockstitch.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A Java to run workers with.
 *
 * @param home where it is installed
 * @param feature its number: 17, 25
 */
record Jdk(Path home, int feature) {

    private static final int VIRTUAL_THREADS_WITHOUT_PINNING = 25;

    static Jdk running() {
        return new Jdk(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /** The running one when it is a JDK 25 or later, else one that is installed beside it. */
    static Optional<Jdk> withVirtualThreads() {
        Jdk running = running();
        if (running.feature >= VIRTUAL_THREADS_WITHOUT_PINNING) {
            return Optional.of(running);
        }
        try (Stream<Path> siblings = Files.list(running.home.toRealPath().resolve(".."))) {
            return siblings.sorted()
                    .flatMap(home -> at(home).stream())
                    .filter(jdk -> jdk.feature >= VIRTUAL_THREADS_WITHOUT_PINNING)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<Jdk> at(Path home) {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
            String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
            return Optional.of(new Jdk(home, Runtime.Version.parse(version).feature()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The beginning of a command line: the same for every alternative, with a heap and a collector that leave the
     * processors to what is measured. */
    List<String> command() {
        List<String> all = new ArrayList<>(List.of(
                home.resolve("bin").resolve("java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData"));
        if (feature >= 24) {
            // Netty's memory access, of which newer JDKs warn.
            all.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        }
        return all;
    }
}
