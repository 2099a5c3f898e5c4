package dev.lockstitch.redis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with the class path of this one. Closing ends it by force. */
public record ChildJvm(Process process) implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;

    /** One whose output is read from it: {@link #output}. */
    public static ChildJvm run(Class<?> main, String... args) {
        return start(ProcessBuilder.Redirect.PIPE, main, args);
    }

    /** One whose output, errors included, goes to a file, however much it is and however the JVM ends. */
    public static ChildJvm runInto(Path file, Class<?> main, String... args) {
        return start(ProcessBuilder.Redirect.to(file.toFile()), main, args);
    }

    private static ChildJvm start(ProcessBuilder.Redirect output, Class<?> main, String... args) {
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
            ProcessBuilder builder = new ProcessBuilder(words).redirectOutput(output);
            if (output.equals(ProcessBuilder.Redirect.PIPE)) {
                builder.redirectError(ProcessBuilder.Redirect.INHERIT);
            } else {
                builder.redirectErrorStream(true);
            }
            return new ChildJvm(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it printed after that word, once it has ended well; what it logged is on the same stream. */
    public List<String> output(String word, int withinSeconds) throws Exception {
        return output(withinSeconds).stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .toList();
    }

    /** All that it printed, once it has ended well. */
    public List<String> output(int withinSeconds) throws Exception {
        List<String> lines = process.inputReader().lines().toList();
        if (!endsWell(withinSeconds)) {
            throw new AssertionError("The JVM did not end well: " + process.info() + " " + lines);
        }
        return lines;
    }

    /** Waits for its end. */
    public boolean endsWell(int withinSeconds) throws InterruptedException {
        return process.waitFor(withinSeconds, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** Writes a line to its standard input. */
    public void tell(String line) {
        try {
            process.outputWriter().append(line).append('\n').flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it in its tracks (SIGSTOP). */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets a frozen one go on (SIGCONT). */
    public void thaw() {
        signal("-CONT");
    }

    /** Kills it at once (SIGKILL), frozen or not, and returns when it is gone. */
    public void kill() {
        try {
            if (!process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("A JVM survived SIGKILL: process " + process.pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a JVM was killed", e);
        }
    }

    private void signal(String which) {
        try {
            int exit = new ProcessBuilder("kill", which, "" + process.pid())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill " + which + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while signalling a JVM", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
