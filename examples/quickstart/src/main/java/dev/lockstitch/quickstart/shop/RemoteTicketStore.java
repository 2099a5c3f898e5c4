package dev.lockstitch.quickstart.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** The store as a server sees it: one line there, one line back. Thread-safe. */
final class RemoteTicketStore implements TicketStore, AutoCloseable {

    private final Socket socket;
    private final BufferedReader answers;

    RemoteTicketStore(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    @Override
    public int freeSeats(String event) {
        return Integer.parseInt(ask("free " + event));
    }

    @Override
    public void sell(String event, int seat, boolean guarded) {
        ask("sell " + event + " " + seat + " " + guarded);
    }

    private synchronized String ask(String question) {
        try {
            socket.getOutputStream().write((question + "\n").getBytes(UTF_8));
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("the store is closed");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
