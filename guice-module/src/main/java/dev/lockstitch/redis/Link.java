package dev.lockstitch.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** What locks need of a connection: scripts, names, messages and a timer. Tests put a Redis of their own here. */
public interface Link {

    /**
     * Runs scripts.
     *
     * @return the way to Redis
     */
    Redis redis();

    /**
     * Names keys.
     *
     * @return the names under this connection's prefix
     */
    KeyNames names();

    /**
     * A timer of one daemon thread, for short tasks.
     *
     * @return the timer; ends with this connection
     */
    ScheduledExecutorService timer();

    /**
     * Whether Redis can be used, as far as is known.
     *
     * @return local and instant
     */
    boolean isAvailable();

    /**
     * Has one action run whenever Redis cannot be used any more, another when it can be used again. Both should be short.
     *
     * @param onDown for the one
     * @param onUp for the other
     */
    void listen(Runnable onDown, Runnable onUp);

    /**
     * Has an action run when another server has become a primary: what its predecessor was told last may be lost.
     *
     * @param action should be short
     */
    default void onFailover(Runnable action) {}

    /**
     * Listens to a channel, also after a reconnect.
     *
     * @param channel the channel
     * @param listener called on a thread of the connection, must be short
     * @return completes when subscribed, exceptionally when that was refused
     */
    CompletableFuture<Runnable> subscribe(String channel, Consumer<String> listener);
}
