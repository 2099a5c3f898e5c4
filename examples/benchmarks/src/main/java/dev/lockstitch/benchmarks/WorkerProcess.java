package dev.lockstitch.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link Worker} in a JVM of its own, as this one sees it. */
final class WorkerProcess implements AutoCloseable {

    private final String alternative;
    private final Process process;
    private final BufferedReader replies;
    private final PrintStream orders;

    WorkerProcess(Site site, String alternative, Jdk jdk, @Nullable Quota quota) throws IOException {
        this.alternative = alternative;
        List<String> line = jdk.command();
        line.addAll(List.of("-classpath", System.getProperty("java.class.path"), Worker.class.getName()));
        line.addAll(List.of(alternative, site.redis().url(), site.sections().toString()));
        if (quota != null) {
            line.add(quota.name());
        }
        process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        replies = process.inputReader(UTF_8);
        orders = new PrintStream(process.getOutputStream(), true, UTF_8);
    }

    void awaitReady() throws IOException {
        expect("ready");
    }

    void prepare(Load load) {
        orders.println(load.toLine());
    }

    void awaitPrepared() throws IOException {
        expect("prepared");
    }

    void go(long epochMillis) {
        orders.println(epochMillis);
    }

    Tally tally() throws IOException {
        return Tally.ofLine(reply());
    }

    private void expect(String word) throws IOException {
        String reply = reply();
        if (!reply.equals(word)) {
            throw new IOException("a worker of " + alternative + " said " + reply + " instead of " + word);
        }
    }

    private String reply() throws IOException {
        String reply = replies.readLine();
        if (reply == null) {
            throw new IOException("a worker of " + alternative + " ended by itself: see its lines above");
        }
        return reply;
    }

    /** Closes the worker's input, at which it ends. */
    void dismiss() {
        orders.close();
    }

    /** Waits for the end; brings it about by force when it does not come. */
    @Override
    public void close() {
        dismiss();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
