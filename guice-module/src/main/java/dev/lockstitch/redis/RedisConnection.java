package dev.lockstitch.redis;

import dev.lockstitch.spi.Muted;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection and everything that keeps it honest: the breaker, the probe, the log of outages, the timer. Connects in
 * the background; thread-safe.
 */
public final class RedisConnection implements Link, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);
    private static final long LOOK_MILLIS = 250;

    private final ConnectionSource source;
    private final Supplier<Wire> dial;
    private final KeyNames names;
    private final WatchedShards shards;
    private final Channels channels;
    private final GuardedRedis redis;
    private final ScheduledExecutorService probing = daemon("lockstitch-probe");
    private final ScheduledExecutorService timer = daemon("lockstitch-timer");

    private final Failovers failovers = new Failovers();

    private volatile @Nullable Wire wire;
    private boolean reached;
    private boolean closed;

    /**
     * Prepares a connection; {@link #start()} begins to connect.
     *
     * @param source where it comes from
     * @param settings how it behaves
     */
    public RedisConnection(ConnectionSource source, CoordinatorSettings settings) {
        this(source, settings, () -> source.dial(settings.decisionBudget().multipliedBy(Patience.MOST_BUDGETS + 1L)));
    }

    /** With a wire of the caller's, closed with this. */
    RedisConnection(ConnectionSource source, CoordinatorSettings settings, Supplier<Wire> dial) {
        this.source = source;
        this.dial = dial;
        names = new KeyNames(settings.keyPrefix());
        shards = new WatchedShards(source, settings, names, probing);
        channels = new Channels(names);
        shards.listen(channels);
        redis = new GuardedRedis(this::send, shards, settings.decisionBudget().toNanos());
    }

    private static ScheduledExecutorService daemon(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    /** Begins to connect, in the background. */
    public void start() {
        shards.begin(timer);
        probing.execute(this::connect);
        var unused =
                timer.scheduleWithFixedDelay(this::lookForFailover, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void lookForFailover() {
        Wire through = wire;
        reached |= isAvailable();
        if (through == null || !reached) {
            return;
        }
        try {
            failovers.look(through.primaries());
        } catch (RuntimeException e) {
            // The next look comes soon, unless this one ended them all.
            LOG.debug("The primaries could not be looked at", Muted.of(e));
        }
    }

    private void connect() {
        Failure refused = source.refused();
        if (refused != null) {
            shards.failed(refused);
        }
        try {
            Wire dialled = dial.get();
            if (adopt(dialled)) {
                channels.over(dialled);
                shards.start(dialled);
            }
        } catch (RuntimeException | LinkageError e) {
            // The latter where classes of another Netty are in the way.
            shards.failed(new Failure(
                    Failure.Kind.MISCONFIGURED,
                    "Redisson cannot be set up (" + e.getClass().getSimpleName() + ")",
                    "check the Redisson configuration; calls stay uncoordinated until the next start"));
        }
    }

    private synchronized boolean adopt(Wire dialled) {
        if (closed) {
            dialled.close();
            return false;
        }
        wire = dialled;
        return true;
    }

    private <T> CompletableFuture<T> send(Script<T> script, List<String> keys, Object... args) {
        Wire through = wire;
        if (through == null) {
            throw new IllegalStateException("Not connected yet");
        }
        return through.send(script, keys, args);
    }

    @Override
    public Redis redis() {
        return redis;
    }

    @Override
    public KeyNames names() {
        return names;
    }

    @Override
    public ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public boolean isAvailable() {
        return shards.areAvailable();
    }

    /**
     * Whether keys are spread over the slots of a cluster.
     *
     * @return false for one server, Sentinel and the like
     */
    public boolean isCluster() {
        return source.isCluster();
    }

    /** Counts a call that was not coordinated, for the log. */
    public void countUncoordinated() {
        shards.countUncoordinated();
    }

    @Override
    public void listen(Runnable onDown, Runnable onUp) {
        shards.listen(new Breaker.Listener() {
            @Override
            public void opened(Failure failure) {
                onDown.run();
            }

            @Override
            public void closed() {
                onUp.run();
            }
        });
    }

    @Override
    public void onFailover(Runnable action) {
        failovers.listen(action);
    }

    @Override
    public CompletableFuture<Runnable> subscribe(String channel, Consumer<String> listener) {
        return channels.subscribe(channel, listener);
    }

    /** Ends threads and connections. Calls from now on find no Redis. Bounded. */
    @Override
    public void close() {
        Wire connected;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            connected = wire;
        }
        shards.shut();
        redis.close();
        timer.shutdownNow();
        probing.shutdown();
        if (connected != null) {
            connected.close();
        }
    }
}
