package dev.lockstitch.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What the user sees, each line with the seconds since the start. Thread-safe. */
final class Console {

    private final PrintStream out;
    private final long start = System.nanoTime();

    Console(OutputStream out) {
        this.out = new PrintStream(out, true, UTF_8);
    }

    /** Standard output in UTF-8, whatever the locale says: the library's log lines carry symbols. */
    static Console standard() {
        return new Console(new FileOutputStream(FileDescriptor.out));
    }

    void say(String format, Object... args) {
        double seconds = (System.nanoTime() - start) / 1e9;
        out.println(String.format(Locale.ROOT, "%5.1f s  ", seconds) + String.format(Locale.ROOT, format, args));
    }

    void quote(String who, String line) {
        say("         %s | %s", who, line);
    }

    void plain(String line) {
        out.println(line);
    }

    /** Says each second how things stand, until closed. */
    Ticker every(Supplier<String> status) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Threads::daemonOf);
        var unused = timer.scheduleAtFixedRate(() -> say("         %s", status.get()), 1, 1, TimeUnit.SECONDS);
        return timer::shutdownNow;
    }

    /** Closes without fuss. */
    interface Ticker extends AutoCloseable {
        @Override
        void close();
    }
}
