package dev.lockstitch.redis.history;

import dev.lockstitch.LockMode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Appends what a JVM does to a file: a line an event, each in one unbuffered write, so that nothing that was told is lost
 * with the JVM, and at most the last line is torn. Thread-safe.
 */
final class HistoryWriter implements AutoCloseable {

    /** What tells a whole line from a torn one. */
    static final String END = " .";

    private final OutputStream file;
    private final AtomicLong lastId = new AtomicLong();

    HistoryWriter(Path path) throws IOException {
        file = new FileOutputStream(path.toFile(), true);
    }

    /** Gives the request a number, by which the other events name it. */
    long asks(int thread, List<String> keys, LockMode mode, long at) {
        long id = lastId.incrementAndGet();
        write("Q " + id + " " + thread + " " + mode + " " + String.join(",", keys) + " " + at);
        return id;
    }

    /** To be written before the body. */
    void granted(long id, long at, long token) {
        write("A " + id + " " + at + " " + token);
    }

    void refused(long id, long at, LockRecord.Outcome outcome) {
        write("N " + id + " " + at + " " + outcome);
    }

    /** To be written before the lock is given back: who is killed in between holds it still, and nobody is told so. */
    void ends(long id, long heldUntil, LockRecord.Ending ending) {
        write("R " + id + " " + heldUntil + " " + ending);
    }

    void clock(long reading) {
        write("T " + reading);
    }

    /** The last line: the JVM ended well. */
    void done(long reading, long worstStallNanos) {
        write("Z " + reading + " " + worstStallNanos);
    }

    private void write(String line) {
        try {
            file.write((line + END + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
