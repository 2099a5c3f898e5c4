package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Link;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Those of this node that stand in a queue in Redis, told of their turn by messages on the node's own channel: one
 * subscription, whatever the number of keys. A message that is lost costs a poll interval, never more.
 */
final class Wakeups {

    private final Link connection;
    private final String channel;
    private final ConcurrentHashMap<String, Acquisition> expected = new ConcurrentHashMap<>();
    private final AtomicBoolean subscribing = new AtomicBoolean();
    private volatile @Nullable Runnable unsubscribe;
    private volatile boolean closed;

    Wakeups(Link connection, String node) {
        this.connection = connection;
        this.channel = connection.names().channel("wake", node);
    }

    /** A message with that token is for that one. */
    void expect(String token, Acquisition acquisition) {
        expected.put(token, acquisition);
    }

    void forget(String token) {
        expected.remove(token);
    }

    /** Called before the first wait: who never waits needs no subscription. */
    void subscribe() {
        if (unsubscribe != null || !subscribing.compareAndSet(false, true)) {
            return;
        }
        var unused = connection.subscribe(channel, this::granted).whenComplete((undo, error) -> {
            if (error == null) {
                unsubscribe = undo;
                if (closed) {
                    undo.run();
                }
                // What was told while nobody listened is lost: ask again.
                expected.values().forEach(Acquisition::granted);
            }
            subscribing.set(false);
        });
    }

    /** Whoever is not expected any more has given its place back, or is about to. */
    private void granted(String token) {
        Acquisition acquisition = expected.get(token);
        if (acquisition != null) {
            acquisition.granted();
        }
    }

    int expected() {
        return expected.size();
    }

    /** Has all that wait look again. */
    void signalAll() {
        expected.values().forEach(Acquisition::signal);
    }

    void close() {
        closed = true;
        Runnable undo = unsubscribe;
        if (undo != null) {
            undo.run();
        }
    }
}
