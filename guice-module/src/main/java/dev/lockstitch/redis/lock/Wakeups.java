package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Failure;
import dev.lockstitch.redis.RedisConnection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callers of this node that wait for a lock, woken by messages on the node's own channel: one subscription, whatever the
 * number of keys. A message that is lost costs a poll interval, never more.
 */
final class Wakeups {

    private static final Logger LOG = LoggerFactory.getLogger(Wakeups.class);

    private final RedisConnection connection;
    private final String channel;
    private final ConcurrentHashMap<String, ConcurrentLinkedQueue<Waiter>> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean subscribing = new AtomicBoolean();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile @Nullable Runnable unsubscribe;
    private volatile boolean closed;

    Wakeups(RedisConnection connection, String node) {
        this.connection = connection;
        this.channel = connection.names().channel("wake", node);
        connection.listen(this::wakeAll, () -> {});
    }

    /** One caller; to be closed when it waits no more. */
    final class Waiter implements AutoCloseable {
        private final String key;
        private final Semaphore signal = new Semaphore(0);

        private Waiter(String key) {
            this.key = key;
        }

        void await(long nanos) throws InterruptedException {
            if (signal.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                signal.drainPermits();
            }
        }

        /** Whether others of this node wait for the same lock. */
        boolean hasCompany() {
            ConcurrentLinkedQueue<Waiter> queue = waiting.get(key);
            return queue != null && queue.stream().anyMatch(other -> other != this);
        }

        @Override
        public void close() {
            waiting.computeIfPresent(key, (k, queue) -> {
                queue.remove(this);
                return queue.isEmpty() ? null : queue;
            });
            // The signal may have come for somebody who gives up just now.
            if (signal.drainPermits() > 0) {
                wake(key);
            }
        }
    }

    Waiter register(String key) {
        Waiter waiter = new Waiter(key);
        waiting.compute(key, (k, queue) -> {
            ConcurrentLinkedQueue<Waiter> all = queue == null ? new ConcurrentLinkedQueue<>() : queue;
            all.add(waiter);
            return all;
        });
        return waiter;
    }

    /** Called before the first wait: who never waits needs no subscription. */
    void subscribe() {
        if (unsubscribe != null || !subscribing.compareAndSet(false, true)) {
            return;
        }
        var unused = connection.subscribe(channel, this::wake).whenComplete((undo, error) -> {
            if (error == null) {
                unsubscribe = undo;
                if (closed) {
                    undo.run();
                }
                // What was told while nobody listened is lost: ask again.
                wakeAll();
            } else {
                tell(RedisConnection.why(error));
            }
            subscribing.set(false);
        });
    }

    /** An outage is told elsewhere; that a right is missing is not, and waiting goes on without it. */
    private void tell(Failure failure) {
        if (failure.kind() == Failure.Kind.MISCONFIGURED && told.compareAndSet(false, true)) {
            LOG.error(
                    "Cannot listen to the channel {}…: {}. Waiting for a lock polls once a second instead",
                    connection.names().channel("wake", ""),
                    failure.text());
        }
    }

    private void wake(String key) {
        ConcurrentLinkedQueue<Waiter> queue = waiting.get(key);
        Waiter first = queue == null ? null : queue.peek();
        if (queue != null && first != null) {
            first.signal.release();
            // It may have given up between the look and the signal, which is the next one's then.
            if (!queue.contains(first) && first.signal.tryAcquire()) {
                wake(key);
            }
        }
    }

    /** An outage: whoever waits is to find out now. */
    void wakeAll() {
        waiting.values().forEach(queue -> queue.forEach(waiter -> waiter.signal.release()));
    }

    void close() {
        closed = true;
        wakeAll();
        Runnable undo = unsubscribe;
        if (undo != null) {
            undo.run();
        }
    }
}
