package dev.lockstitch.redis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A server on the loopback interface that is no Redis. */
public final class Stranger implements AutoCloseable {

    private interface Manner {
        void serve(Socket client) throws IOException;
    }

    private final ServerSocket listener;
    private final Manner manner;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    private Stranger(Manner manner) {
        this.manner = manner;
        try {
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    /** Speaks first, as SSH and mail servers do, and then listens for ever. */
    public static Stranger thatGreets(String banner) {
        return new Stranger(client -> {
            say(client, banner);
            readToTheEnd(client);
        });
    }

    /** Answers whatever comes first and closes. */
    public static Stranger thatAnswers(String answer) {
        return new Stranger(client -> {
            if (client.getInputStream().read(new byte[8192]) > 0) {
                say(client, answer);
            }
        });
    }

    public static Stranger thatCloses() {
        return new Stranger(client -> {});
    }

    public static Stranger thatSaysNothing() {
        return new Stranger(Stranger::readToTheEnd);
    }

    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private static void say(Socket client, @Nullable String text) throws IOException {
        client.getOutputStream().write(String.valueOf(text).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void readToTheEnd(Socket client) throws IOException {
        byte[] bytes = new byte[8192];
        int read = 0;
        while (read >= 0) {
            read = client.getInputStream().read(bytes);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                clients.add(client);
                daemon(() -> serve(client));
            } catch (IOException e) {
                // Closed, or that one client is gone again.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            manner.serve(client);
        } catch (IOException e) {
            // The client is gone.
        } finally {
            clients.remove(client);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "stranger");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
