package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Proxy;
import dev.lockstitch.redis.testing.RedisProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Redis, the network in front of it, and nodes that see it through that network. */
final class Site implements AutoCloseable {

    /** More than a listener with the smallest backlog takes: from then on the system drops what comes. */
    private static final int PILE = 8;

    private static final int JAMMED_MILLIS = 100;

    static final Duration SOON = Duration.ofMillis(5);

    final RedisProcess redis;
    final Proxy proxy;
    private final List<Node> nodes = new ArrayList<>();
    private final List<AutoCloseable> jam = new ArrayList<>();

    Site(String... redisSettings) {
        redis = RedisProcess.start(redisSettings);
        proxy = Proxy.before(redis);
    }

    /** One that has taken locks and permits already. */
    Node node() {
        return node(CoordinatorSettings.DEFAULTS);
    }

    Node node(CoordinatorSettings settings) {
        Node node = Node.on(proxy.url(), settings);
        nodes.add(node);
        for (Way way : Way.values()) {
            await().pollInterval(SOON)
                    .ignoreExceptions()
                    .until(() -> way.isGuarded(node.coordinator(), "warm:" + nodes.size()));
        }
        return node;
    }

    /** Somebody listens there and never accepts, and the queue of those who wait for that is full. */
    void jam() throws IOException {
        ServerSocket deaf = new ServerSocket();
        jam.add(deaf);
        deaf.setReuseAddress(true);
        deaf.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        InetSocketAddress there = new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port());
        deaf.bind(there, 1);
        proxy.refuse();
        for (int i = 0; i < PILE; i++) {
            SocketChannel waiting = SocketChannel.open();
            jam.add(waiting);
            waiting.configureBlocking(false);
            waiting.connect(there);
        }
        assertThatThrownBy(() -> connect(there)).as("the queue is full").isInstanceOf(SocketTimeoutException.class);
    }

    private static void connect(InetSocketAddress there) throws IOException {
        try (Socket another = new Socket()) {
            another.connect(there, JAMMED_MILLIS);
        }
    }

    /** The queue is gone, and connections are served. */
    void clear() throws Exception {
        proxy.heal();
        closeAll(jam);
    }

    @Override
    public void close() throws Exception {
        // One that has lost its connections takes its time.
        Together.each(nodes, Node::close);
        closeAll(jam);
        proxy.close();
        redis.close();
    }

    private static void closeAll(List<? extends AutoCloseable> all) throws Exception {
        for (AutoCloseable each : all) {
            each.close();
        }
        all.clear();
    }

    static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
