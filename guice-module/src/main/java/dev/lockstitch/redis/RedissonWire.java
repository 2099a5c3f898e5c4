package dev.lockstitch.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RFuture;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.connection.ConnectionManager;
import org.redisson.connection.MasterSlaveEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Redisson client of our own. */
final class RedissonWire implements Wire {

    private static final Logger LOG = LoggerFactory.getLogger(RedissonWire.class);
    private final RedissonClient client;
    private final RedissonScripts scripts;

    /** The time-out is Redisson's: it must never be the one that ends a call. */
    RedissonWire(RedissonClient client, int atOnce, Duration timeout) {
        this.client = client;
        this.scripts = new RedissonScripts(client, atOnce, timeout);
    }

    @Override
    public <T> CompletableFuture<T> send(Script<T> script, List<String> keys, Object... args) {
        return scripts.send(script, keys, args);
    }

    @Override
    public CompletableFuture<Runnable> subscribe(String channel, Consumer<String> listener) {
        RTopic topic = client.getTopic(channel, StringCodec.INSTANCE);
        return topic.addListenerAsync(String.class, (from, message) -> listener.accept(message))
                .toCompletableFuture()
                .thenApply(id -> () -> {
                    // Nobody waits for it: who closes does not depend on Redis being there.
                    RFuture<Void> unused = topic.removeListenerAsync(id);
                });
    }

    @Override
    public @Nullable Object home(String key) {
        ConnectionManager servers = servers();
        return servers.getEntry(servers.calcSlot(key));
    }

    @Override
    public String where(Object home) {
        return ((MasterSlaveEntry) home).getClient().getConfig().getAddress().toString();
    }

    @Override
    public Set<?> primaries() {
        return servers().getEntrySet().stream()
                .map(entry -> entry.getClient().getAddr())
                .collect(Collectors.toUnmodifiableSet());
    }

    private ConnectionManager servers() {
        return ((Redisson) client).getCommandExecutor().getConnectionManager();
    }

    @Override
    public void close() {
        try {
            client.shutdown(0, 500, TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            LOG.warn("Redisson did not shut down cleanly: {}", e.getClass().getSimpleName());
        }
    }
}
