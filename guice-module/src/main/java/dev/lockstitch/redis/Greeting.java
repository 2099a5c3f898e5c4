package dev.lockstitch.redis;

import dev.lockstitch.spi.KeyText;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;

/**
 * The first that a server says, to a PING or unasked.
 *
 * @param kind what it sounds like
 * @param said its first line, fit to be shown
 */
record Greeting(Kind kind, String said) {

    enum Kind {
        REDIS,
        TLS,
        HTTP,
        OTHER,
        CLOSED,
        SILENT
    }

    static final Greeting TLS = new Greeting(Kind.TLS, "");

    private static final byte[] PING = "*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Counted in slices, each of which lasts as long as this JVM has it last: a pause of ours is no silence of theirs. */
    private static final int SLICES = 10;

    private static final int SLICE_MILLIS = 50;
    private static final int ENOUGH = 5;
    private static final int LONGEST = 60;
    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;

    /** Asks over a fresh connection, which stays open. */
    static Greeting of(Socket socket) throws SSLException {
        return listen(socket, SLICES, true);
    }

    /** Looks once more whether something has come in the meantime. */
    static Greeting late(Socket socket, Greeting before) throws SSLException {
        return before.kind == Kind.SILENT ? listen(socket, 1, false) : before;
    }

    /** Whether it says as much about TLS as about nobody at all. */
    boolean isFromNobody() {
        return kind == Kind.CLOSED || kind == Kind.SILENT;
    }

    private static Greeting listen(Socket socket, int slices, boolean ask) throws SSLException {
        byte[] heard = new byte[LONGEST];
        int count = 0;
        boolean ended = false;
        try {
            socket.setSoTimeout(SLICE_MILLIS);
            if (ask) {
                socket.getOutputStream().write(PING);
            }
            InputStream in = socket.getInputStream();
            for (int slice = 0; slice < slices && count < ENOUGH && !ended; ) {
                try {
                    int read = in.read(heard, count, heard.length - count);
                    ended = read < 0;
                    count += Math.max(read, 0);
                } catch (SocketTimeoutException e) {
                    slice++;
                }
            }
        } catch (SSLException e) {
            throw e;
        } catch (IOException e) {
            // Reset: closed in anger.
            ended = true;
        }
        return of(heard, count, ended);
    }

    static Greeting of(byte[] heard, int count, boolean ended) {
        if (count == 0) {
            return new Greeting(ended ? Kind.CLOSED : Kind.SILENT, "");
        }
        if (heard[0] == TLS_ALERT || heard[0] == TLS_HANDSHAKE) {
            return TLS;
        }
        String text = new String(heard, 0, count, StandardCharsets.ISO_8859_1);
        if (text.startsWith("+PONG") || text.matches("(?s)-[A-Z]{2,}.*")) {
            return new Greeting(Kind.REDIS, "");
        }
        String line = text.lines().findFirst().orElse("");
        return new Greeting(text.startsWith("HTTP/") ? Kind.HTTP : Kind.OTHER, KeyText.shown(line));
    }
}
