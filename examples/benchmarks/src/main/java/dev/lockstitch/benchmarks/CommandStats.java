package dev.lockstitch.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
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

    private final Socket socket;
    private final BufferedReader replies;

    CommandStats(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    }

    /** How many such commands the server has carried out since its start. */
    long sent() throws IOException {
        return sentIn(info());
    }

    static long sentIn(String info) {
        Matcher matcher = SENT_BY_CLIENTS_ALONE.matcher(info);
        long sum = 0;
        while (matcher.find()) {
            sum += Long.parseLong(matcher.group(1));
        }
        return sum;
    }

    private String info() throws IOException {
        socket.getOutputStream().write("INFO commandstats\r\n".getBytes(ISO_8859_1));
        String header = replies.readLine();
        if (header == null || !header.startsWith("$")) {
            throw new IOException("INFO commandstats was answered by " + header);
        }
        char[] text = new char[Integer.parseInt(header.substring(1)) + 2];
        for (int read = 0; read < text.length; ) {
            int more = replies.read(text, read, text.length - read);
            if (more < 0) {
                throw new IOException("the answer to INFO commandstats ended early");
            }
            read += more;
        }
        return new String(text);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
