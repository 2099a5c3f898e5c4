package dev.lockstitch.redis.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with the class path of this one. Closing ends it by force. */
record ChildJvm(Process process) implements AutoCloseable {

    static ChildJvm run(Class<?> main, String... args) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        words.addAll(List.of(args));
        try {
            return new ChildJvm(new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it printed after that word, once it has ended well; what it logged is on the same stream. */
    List<String> output(String word, int withinSeconds) throws Exception {
        return output(withinSeconds).stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .toList();
    }

    /** All that it printed, once it has ended well. */
    List<String> output(int withinSeconds) throws Exception {
        List<String> lines = process.inputReader().lines().toList();
        if (!process.waitFor(withinSeconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("The JVM did not end well: " + process.info() + " " + lines);
        }
        return lines;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
