package dev.lockstitch.redis.testing;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on the loopback interface, between a client and a Redis, that does to the bytes what networks do. A stream
 * has no holes: with the request or the reply that it swallows, its connection falls silent, or breaks. Thread-safe.
 */
public final class Proxy implements AutoCloseable {

    /** What becomes of a connection that lost something. */
    public enum Then {
        /** It stays open and carries nothing more, either way. */
        SILENCE,
        /** It is closed at once. */
        CUT
    }

    /** What is lost next, once: a request in which that text occurs, or the reply to it. */
    record Loss(String marker, boolean reply, Then then) {}

    private static final int CONNECT_MILLIS = 2000;

    private final int target;
    private final int port;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Loss> loss = new AtomicReference<>();
    private volatile ServerSocket listener;
    private volatile Thread acceptor;
    private volatile long delayNanos;
    private volatile boolean blackHole;
    private volatile @Nullable ProxiedConnection loser;

    private Proxy(int target) {
        this.target = target;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        this.acceptor = accept(listener);
    }

    /** One in front of that Redis, which need not run yet. */
    public static Proxy before(RedisProcess redis) {
        return new Proxy(redis.port());
    }

    /** One in front of whatever listens on that port, of another JVM's Redis for example. */
    public static Proxy before(int port) {
        return new Proxy(port);
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** From now on everything takes so long, each way. */
    public void delay(Duration each) {
        delayNanos = each.toNanos();
    }

    /** Closes all connections; new ones are served. */
    public void cut() {
        connections.forEach(ProxiedConnection::close);
    }

    /** All connections stay open and carry nothing more; new ones are served. */
    public void silence() {
        connections.forEach(ProxiedConnection::silence);
    }

    /** Accepts everybody and passes on nothing, over old connections and new ones, until {@link #heal}. */
    public void blackHole() {
        blackHole = true;
        silence();
    }

    /** Closes all connections and refuses new ones, until {@link #heal}. */
    public void refuse() {
        close(listener);
        // Who waits in it keeps it open.
        Uninterruptibles.joinUninterruptibly(acceptor);
        cut();
    }

    /** Ends whatever was begun; connections that fell silent stay so. */
    public void heal() {
        delayNanos = 0;
        blackHole = false;
        loss.set(null);
        if (listener.isClosed()) {
            listener = listen(port);
            acceptor = accept(listener);
        }
    }

    /** The next request in which that text occurs does not arrive. */
    public void swallowRequest(String marker, Then then) {
        loss.set(new Loss(marker, false, then));
    }

    /** The next request in which that text occurs arrives, but its reply does not. */
    public void swallowReply(String marker, Then then) {
        loss.set(new Loss(marker, true, then));
    }

    /** Whether what was to be swallowed was. */
    public boolean hasSwallowed() {
        return loss.get() == null;
    }

    /** Whether the client has done with the connection that lost something last. */
    public boolean isLoserGivenUp() {
        ProxiedConnection last = loser;
        return last != null && last.isClientGone();
    }

    void lost(ProxiedConnection connection) {
        loser = connection;
    }

    /** How many connections are open. */
    public int connections() {
        return connections.size();
    }

    boolean isBlackHole() {
        return blackHole;
    }

    long delayNanos() {
        return delayNanos;
    }

    /** What that request loses, if anything: for one connection alone. */
    @Nullable
    Loss lossOf(String request) {
        Loss planned = loss.get();
        return planned != null && request.contains(planned.marker) && loss.compareAndSet(planned, null)
                ? planned
                : null;
    }

    void forget(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private Thread accept(ServerSocket from) {
        Thread thread = new Thread(
                () -> {
                    while (!from.isClosed()) {
                        try {
                            serve(from.accept());
                        } catch (IOException e) {
                            // Closed, or that one client is gone again.
                        }
                    }
                },
                "proxy-accept");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void serve(Socket client) throws IOException {
        Socket server = new Socket();
        try {
            if (!blackHole) {
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            }
        } catch (IOException e) {
            client.close();
            server.close();
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(this, client, server);
        connections.add(connection);
        connection.start();
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            // A test may put another listener in its place, and must not lose the port to a stranger meanwhile.
            socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        refuse();
    }
}
