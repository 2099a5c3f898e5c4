package dev.lockstitch.redis;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** All that goes to Redis and comes from it. The innermost seam: tests drop, delay and reorder here. Thread-safe. */
interface Wire extends ScriptSender, AutoCloseable {

    /** As {@link Link#subscribe}. */
    CompletableFuture<Runnable> subscribe(String channel, Consumer<String> listener);

    /** Ends its threads and connections. Bounded. */
    @Override
    void close();
}
