package dev.lockstitch.redis;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that goes to Redis and comes from it. The innermost seam: tests drop, delay and reorder here. Thread-safe. */
interface Wire extends ScriptSender, AutoCloseable {

    /** As {@link Link#subscribe}. */
    CompletableFuture<Runnable> subscribe(String channel, Consumer<String> listener);

    /**
     * The shard of a cluster where that key lives: always the same object for the same shard, whichever of its servers is
     * the primary. Null when its slot belongs to nobody. Asked only after the first contact.
     */
    default @Nullable Object home(String key) {
        return null;
    }

    /** For log lines: the primary of that shard. */
    default String where(Object home) {
        return home.toString();
    }

    /** The servers that are primaries now, local and instant. Asked only after the first contact. */
    default Set<?> primaries() {
        return Set.of();
    }

    /** Ends its threads and connections. Bounded. */
    @Override
    void close();
}
