package dev.lockstitch.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockstitch.quickstart.shop.Sale;
import dev.lockstitch.quickstart.shop.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A server of the shop in a JVM of its own: orders go to its standard input, replies come from its standard output. */
final class ServerProcess implements AutoCloseable {

    private final int number;
    private final Console console;
    private final Process process;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private volatile CompletableFuture<String> done = new CompletableFuture<>();

    ServerProcess(int number, String redisUrl, String keyPrefix, int storePort, Console console) throws IOException {
        this.number = number;
        this.console = console;
        ProcessBuilder builder = new ProcessBuilder(commandLine(keyPrefix, storePort));
        // Not on the command line, where other users of the machine could read the password.
        builder.environment().put("REDIS_URL", redisUrl);
        process = builder.start();
        Threads.daemon("replies of server " + number, () -> {
            eachLine(process.getInputStream(), this::reply);
            gone();
        });
        Threads.daemon("log of server " + number, () -> eachLine(process.getErrorStream(), this::logLine));
    }

    private static List<String> commandLine(String keyPrefix, int storePort) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Three JVMs start at once, perhaps on two cores: start fast, stay small.
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
        if (Runtime.version().feature() >= 24) {
            // Netty's memory access, of which newer JDKs warn.
            line.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        }
        line.addAll(List.of("-classpath", System.getProperty("java.class.path"), Server.class.getName()));
        line.addAll(List.of(keyPrefix, String.valueOf(storePort)));
        return line;
    }

    int number() {
        return number;
    }

    CompletableFuture<String> ready() {
        return ready;
    }

    /** Completes with what the server says when the order is carried out; exceptionally when it ends before that. */
    CompletableFuture<String> order(String order) {
        CompletableFuture<String> next = new CompletableFuture<>();
        done = next;
        calls.clear();
        log.clear();
        if (!process.isAlive()) {
            gone();
        }
        write(order);
        return next;
    }

    /** Ends what was ordered, however far it is. */
    void halt() {
        write("halt");
    }

    /** The purchases since the last order. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** What the server logged since the last order. */
    List<String> log() {
        return List.copyOf(log);
    }

    private void reply(String line) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
            case "ready" -> ready.complete(line);
            case "call" -> calls.add(new Call(number, Sale.valueOf(words[1]), System.nanoTime(), micros(words[2])));
            case "done" -> done.complete(line);
            default -> logLine(line);
        }
    }

    private static Duration micros(String text) {
        return Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(text)));
    }

    private void logLine(String line) {
        log.add(line);
        console.quote("server " + number, line);
    }

    private void gone() {
        IllegalStateException gone = new IllegalStateException("server " + number + " ended by itself");
        ready.completeExceptionally(gone);
        done.completeExceptionally(gone);
    }

    private void write(String order) {
        try {
            process.getOutputStream().write((order + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("server " + number + " takes no orders", e);
        }
    }

    private static void eachLine(InputStream stream, Consumer<String> action) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            lines.lines().forEach(action);
        } catch (IOException | UncheckedIOException e) {
            // The server is gone, and with it its streams.
        }
    }

    /** Closes the server's standard input, at which it ends; by force when it does not. */
    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            console.say("server %d did not end by itself within 5 s", number);
            process.destroyForcibly().waitFor();
        }
    }
}
