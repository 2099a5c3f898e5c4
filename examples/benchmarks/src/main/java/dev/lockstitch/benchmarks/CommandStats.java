package dev.lockstitch.benchmarks;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the server's {@code commandstats}. They count what clients send and what scripts call alike; only what scripts
 * cannot call is therefore counted here: the scripts themselves, and subscriptions.
 */
final class CommandStats implements AutoCloseable {

    private static final Pattern SENT_BY_CLIENTS_ALONE = Pattern.compile(
            "cmdstat_(?:eval|evalsha|eval_ro|evalsha_ro|fcall|fcall_ro|p?subscribe|p?unsubscribe|ssubscribe|sunsubscribe)"
                    + ":calls=(\\d+),");

    private final Wire wire;

    CommandStats(int port) throws IOException {
        wire = new Wire(port);
    }

    /** How many such commands the server has carried out since its start. */
    long sent() throws IOException {
        return sentIn(wire.text("INFO", "commandstats"));
    }

    static long sentIn(String info) {
        Matcher matcher = SENT_BY_CLIENTS_ALONE.matcher(info);
        long sum = 0;
        while (matcher.find()) {
            sum += Long.parseLong(matcher.group(1));
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
