package dev.lockstitch.redis.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's connection and the one to the server that belongs to it, with two threads for each direction. */
final class ProxiedConnection {

    private static final int BUFFER = 64 * 1024;

    /** A text that is looked for may be spread over two reads. */
    private static final int OVERLAP = 256;

    private final Proxy proxy;
    private final Socket client;
    private final Socket server;
    private volatile boolean silent;
    private volatile boolean repliesLost;
    private volatile boolean clientGone;

    /** What was read at once, and when it is to be written. */
    private static final class Chunk {
        private final byte[] bytes;
        private final long dueNanos;
        private final Proxy.@Nullable Loss loss;

        Chunk(byte[] bytes, long dueNanos, Proxy.@Nullable Loss loss) {
            this.bytes = bytes;
            this.dueNanos = dueNanos;
            this.loss = loss;
        }

        static Chunk end() {
            return new Chunk(new byte[0], 0, null);
        }

        boolean isEnd() {
            return bytes.length == 0;
        }
    }

    ProxiedConnection(Proxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    void start() {
        carry(client, server, true);
        if (server.isConnected()) {
            carry(server, client, false);
        }
    }

    void silence() {
        silent = true;
    }

    void close() {
        proxy.forget(this);
        close(client);
        close(server);
    }

    private void carry(Socket from, Socket to, boolean requests) {
        BlockingQueue<Chunk> due = new LinkedBlockingQueue<>();
        thread("proxy-read", () -> read(from, due, requests));
        thread("proxy-write", () -> write(due, to, requests));
    }

    private static void thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void read(Socket from, BlockingQueue<Chunk> due, boolean requests) {
        byte[] buffer = new byte[BUFFER];
        String tail = "";
        try (InputStream in = from.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Proxy.Loss loss = null;
                if (requests) {
                    String text = tail + new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                    tail = text.substring(Math.max(0, text.length() - OVERLAP));
                    loss = proxy.lossOf(text);
                }
                if (carries(requests)) {
                    due.add(new Chunk(Arrays.copyOf(buffer, read), System.nanoTime() + proxy.delayNanos(), loss));
                }
            }
        } catch (IOException e) {
            // The other end is gone, or we close.
        }
        clientGone |= requests;
        due.add(Chunk.end());
    }

    boolean isClientGone() {
        return clientGone;
    }

    private boolean carries(boolean requests) {
        return !silent && !proxy.isBlackHole() && (requests || !repliesLost);
    }

    private void write(BlockingQueue<Chunk> due, Socket to, boolean requests) {
        try {
            OutputStream out = to.isConnected() ? to.getOutputStream() : OutputStream.nullOutputStream();
            for (Chunk chunk = due.take(); !chunk.isEnd(); chunk = due.take()) {
                TimeUnit.NANOSECONDS.sleep(chunk.dueNanos - System.nanoTime());
                if (chunk.loss != null) {
                    lose(chunk.loss, chunk.bytes, out);
                } else if (carries(requests)) {
                    out.write(chunk.bytes);
                }
            }
            end(to, requests);
        } catch (IOException | InterruptedException e) {
            close();
        }
    }

    private void lose(Proxy.Loss loss, byte[] request, OutputStream server) throws IOException {
        repliesLost = true;
        proxy.lost(this);
        if (loss.reply()) {
            server.write(request);
        } else {
            silent = true;
        }
        if (loss.then() == Proxy.Then.CUT) {
            // The way to the server stays open until it has read what was sent.
            close(client);
        }
    }

    /** One that is silent shows nobody that the other end is gone. */
    private void end(Socket to, boolean requests) throws IOException {
        if (requests && to.isConnected()) {
            to.shutdownOutput();
        } else if (requests || !silent) {
            close();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Gone is gone.
        }
    }
}
