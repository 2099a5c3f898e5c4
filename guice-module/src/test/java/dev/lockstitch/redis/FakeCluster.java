package dev.lockstitch.redis;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisConnectionException;

/** Two shards that answer 1 to everything, unless they are away; and slots that nobody has. */
final class FakeCluster implements Wire {

    static final String NOBODYS = "nobody";

    /** Those that are away. */
    final Set<String> away = ConcurrentHashMap.newKeySet();

    /** The slots of the probes' keys have changed places. */
    volatile boolean probesMoved;

    @Override
    public @Nullable String home(String key) {
        int moved = probesMoved && key.contains("probe") ? 1 : 0;
        return key.contains(NOBODYS) ? null : Math.floorMod(key.hashCode() + moved, 2) == 0 ? "east" : "west";
    }

    /** A key of that shard. */
    String keyOf(String shard) {
        for (int i = 0; ; i++) {
            if (shard.equals(home("k" + i))) {
                return "k" + i;
            }
        }
    }

    @Override
    public <T> CompletableFuture<T> send(Script<T> script, List<String> keys, Object... args) {
        String home = home(keys.get(0));
        return home == null || away.contains(home)
                ? CompletableFuture.failedFuture(new RedisConnectionException("planned"))
                : CompletableFuture.completedFuture(script.reply().cast(1L));
    }

    @Override
    public CompletableFuture<Runnable> subscribe(String channel, Consumer<String> listener) {
        return CompletableFuture.completedFuture(() -> {});
    }

    @Override
    public void close() {}
}
