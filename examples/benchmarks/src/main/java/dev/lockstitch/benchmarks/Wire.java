package dev.lockstitch.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A connection to the server for what is asked about it, beside the clients that are measured. Not thread-safe. */
final class Wire implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader replies;

    Wire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    }

    String text(String... command) throws IOException {
        send(command);
        return text();
    }

    long number(String... command) throws IOException {
        send(command);
        return headed(':');
    }

    List<String> texts(String... command) throws IOException {
        send(command);
        long count = headed('*');
        List<String> texts = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    private void send(String... command) throws IOException {
        StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
        for (String word : command) {
            request.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        socket.getOutputStream().write(request.toString().getBytes(ISO_8859_1));
    }

    private String text() throws IOException {
        char[] text = new char[(int) headed('$') + 2];
        for (int read = 0; read < text.length; ) {
            int more = replies.read(text, read, text.length - read);
            if (more < 0) {
                throw new IOException("an answer of the server ended early");
            }
            read += more;
        }
        return new String(text, 0, text.length - 2);
    }

    /** The number after the sign that is expected. */
    private long headed(char sign) throws IOException {
        String line = replies.readLine();
        // -1 stands for nothing: a key that is gone.
        if (line == null || line.charAt(0) != sign || line.startsWith("-", 1)) {
            throw new IOException("the server said " + line + " where " + sign + " and a number were expected");
        }
        return Long.parseLong(line.substring(1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
