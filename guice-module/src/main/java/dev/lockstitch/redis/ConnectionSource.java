package dev.lockstitch.redis;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * Where the connection to Redis comes from: an address, a Redisson configuration, or that of the application's client.
 * The connections are always our own, since the decision budget needs times, and a pool, that nobody else uses up.
 */
public final class ConnectionSource {

    private static final int REFUSAL_MILLIS = 200;

    /**
     * A reply is waited for as long as our own budget says; a connection that carries nothing more is found out by a ping.
     * Redisson's own time-out must not come before: after a pause of this JVM it would before the reply is read.
     */
    private static final Duration LEAST_TIMEOUT = Duration.ofMinutes(1);

    private final TunedConfig config;
    private final @Nullable RedisAddress address;

    private ConnectionSource(TunedConfig config, @Nullable RedisAddress address) {
        this.config = config;
        this.address = address;
    }

    /**
     * One server.
     *
     * @param address the server
     * @return the source; connects to nothing yet
     */
    public static ConnectionSource of(RedisAddress address) {
        return new ConnectionSource(TunedConfig.of(address), address);
    }

    /**
     * A copy of that configuration, in which the times are set that the budget needs.
     *
     * @param config the configuration, which stays as it is
     * @return the source; connects to nothing yet
     */
    public static ConnectionSource of(Config config) {
        return new ConnectionSource(new TunedConfig(config), null);
    }

    /**
     * The servers of the application's client, over a few connections of our own. The client itself is left alone.
     *
     * @param client the client
     * @return the source; connects to nothing yet
     */
    public static ConnectionSource like(RedissonClient client) {
        return new ConnectionSource(new TunedConfig(client.getConfig()).withFewConnections(), null);
    }

    String where() {
        return address != null ? address.toString() : config.where();
    }

    boolean isCluster() {
        return config.isClusterConfig();
    }

    int capacity() {
        return config.capacity();
    }

    /** Whether nobody listens there, found out in a moment, long before Redisson has loaded its classes. */
    @Nullable
    Failure refused() {
        Failure refused = null;
        for (InetAddress each : addresses()) {
            refused = refused(each);
            if (refused == null) {
                return null;
            }
        }
        return refused;
    }

    private InetAddress[] addresses() {
        try {
            return address == null ? new InetAddress[0] : InetAddress.getAllByName(address.host());
        } catch (UnknownHostException e) {
            // Redisson will tell, and tries again.
            return new InetAddress[0];
        }
    }

    private @Nullable Failure refused(InetAddress host) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(host, Objects.requireNonNull(address).port()), REFUSAL_MILLIS);
            return null;
        } catch (ConnectException e) {
            return Failures.of(e);
        } catch (IOException e) {
            // A time-out, say: Redisson will tell, and may know more.
            return null;
        }
    }

    /** What is wrong with what stands at the addresses, as far as can be seen from outside. Bounded. */
    Examination.Result examine() {
        return Examination.of(config, config.addresses());
    }

    /** The same for one server of it. */
    Examination.Result examine(String server) {
        return Examination.of(config, List.of(server));
    }

    /** Over which nobody waits longer for an answer than that. */
    Wire dial(Duration longestWait) {
        Duration timeout = timeout(longestWait);
        return config.isSentinelConfig() ? new FirstContact(() -> connect(timeout)) : connect(timeout);
    }

    static Duration timeout(Duration longestWait) {
        return longestWait.compareTo(LEAST_TIMEOUT) > 0 ? longestWait : LEAST_TIMEOUT;
    }

    private Wire connect(Duration timeout) {
        return new RedissonWire(Redisson.create(config), config.sendsAtOnce(), timeout);
    }
}
