package dev.lockstitch.redis.testing;

import dev.lockstitch.LockListener;
import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.LimitTerms;
import dev.lockstitch.redis.LockEvents;
import dev.lockstitch.redis.LockTerms;
import dev.lockstitch.redis.RedisAddress;
import dev.lockstitch.redis.RedisConnection;
import dev.lockstitch.redis.RedissonCoordinator;
import dev.lockstitch.redis.limit.RateLimiter;
import dev.lockstitch.redis.lock.RedisLocks;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A coordinator without Guice and aspects: a test has as many in one JVM as it likes. */
public final class Node implements AutoCloseable {

    private final RedisConnection connection;
    private final RedissonCoordinator coordinator;

    private Node(
            RedisConnection connection,
            CoordinatorSettings settings,
            LimitTerms limitTerms,
            @Nullable Executor executor,
            LockListener... listeners) {
        this.connection = connection;
        LockEvents events = new LockEvents(List.of(listeners));
        coordinator = new RedissonCoordinator(
                connection,
                new RedisLocks(connection, settings, events),
                new RateLimiter(connection, connection.isCluster(), settings.localLimitShare()),
                settings.onUnavailable(),
                new LockTerms(events, null, executor),
                limitTerms,
                () -> {});
        connection.start();
    }

    public static Node on(RedisProcess redis) {
        return on(redis, CoordinatorSettings.DEFAULTS);
    }

    public static Node on(String url) {
        return on(url, CoordinatorSettings.DEFAULTS);
    }

    public static Node on(RedisProcess redis, CoordinatorSettings settings, LockListener... listeners) {
        return on(ConnectionSource.of(RedisAddress.parse(redis.url())), settings, listeners);
    }

    public static Node on(ConnectionSource source, CoordinatorSettings settings, LockListener... listeners) {
        return on(new RedisConnection(source, settings), settings, listeners);
    }

    /** Over a connection that was not started yet. */
    public static Node on(RedisConnection connection, CoordinatorSettings settings, LockListener... listeners) {
        return new Node(connection, settings, new LimitTerms(List.of(), null), null, listeners);
    }

    public static Node on(String url, CoordinatorSettings settings) {
        return on(url, settings, new LimitTerms(List.of(), null));
    }

    public static Node on(String url, CoordinatorSettings settings, LimitTerms limitTerms) {
        RedisConnection connection = new RedisConnection(ConnectionSource.of(RedisAddress.parse(url)), settings);
        return new Node(connection, settings, limitTerms, null);
    }

    /** Whose bodies run there when they had to wait. */
    public static Node on(RedisProcess redis, Executor executor, LockListener... listeners) {
        CoordinatorSettings settings = CoordinatorSettings.DEFAULTS;
        RedisConnection connection =
                new RedisConnection(ConnectionSource.of(RedisAddress.parse(redis.url())), settings);
        return new Node(connection, settings, new LimitTerms(List.of(), null), executor, listeners);
    }

    public RedissonCoordinator coordinator() {
        return coordinator;
    }

    public RedisConnection connection() {
        return connection;
    }

    @Override
    public void close() {
        coordinator.close();
    }
}
