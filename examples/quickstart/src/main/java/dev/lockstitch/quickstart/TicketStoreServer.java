package dev.lockstitch.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tickets, kept in this process and served to the shop's servers over loopback. Thread-safe. */
final class TicketStoreServer implements AutoCloseable {

    /** A seat that was sold: when, on this process's {@link System#nanoTime()}, and whether under the event's lock. */
    record Ticket(int seat, boolean guarded, long soldNanos) {}

    private final ServerSocket listener;
    private final Map<String, Integer> freeSeats = new HashMap<>();
    private final Map<String, List<Ticket>> sold = new HashMap<>();

    TicketStoreServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Threads.daemon("store", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    synchronized void offer(String event, int seats) {
        freeSeats.put(event, seats);
        sold.put(event, new ArrayList<>());
    }

    synchronized List<Ticket> sold(String event) {
        return List.copyOf(sold.getOrDefault(event, List.of()));
    }

    private void accept() {
        try {
            while (true) {
                Socket server = listener.accept();
                Threads.daemon("store connection", () -> serve(server));
            }
        } catch (IOException e) {
            // Closed: the quickstart is over.
        }
    }

    private void serve(Socket server) {
        try (server) {
            server.setTcpNoDelay(true);
            BufferedReader questions = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                server.getOutputStream().write((answer(question.split(" ", -1)) + "\n").getBytes(UTF_8));
            }
        } catch (IOException e) {
            // The server is gone; its other streams tell.
        }
    }

    private synchronized String answer(String[] question) {
        String event = question[1];
        if (question[0].equals("free")) {
            return String.valueOf(freeSeats.getOrDefault(event, 0));
        }
        int seat = Integer.parseInt(question[2]);
        freeSeats.put(event, seat - 1);
        sold.computeIfAbsent(event, e -> new ArrayList<>())
                .add(new Ticket(seat, Boolean.parseBoolean(question[3]), System.nanoTime()));
        return "ok";
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
