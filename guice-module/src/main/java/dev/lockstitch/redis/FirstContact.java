package dev.lockstitch.redis;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Dials anew until there was contact once. Redisson asks the Sentinels for the primary a single time before the first
 * contact: had it died by then, or had a Sentinel not met the others, it would be looked for in vain for good. Thread-safe.
 */
final class FirstContact implements Wire {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Supplier<Wire> dial;
    private volatile Wire wire;
    private volatile boolean reached;
    private long dialledNanos = System.nanoTime();
    private boolean closed;

    FirstContact(Supplier<Wire> dial) {
        this.dial = dial;
        wire = dial.get();
    }

    @Override
    public <T> CompletableFuture<T> send(Script<T> script, List<String> keys, Object... args) {
        Wire through = wire;
        if (reached) {
            return through.send(script, keys, args);
        }
        CompletableFuture<T> sent;
        try {
            sent = through.send(script, keys, args);
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        var unused = sent.whenComplete((reply, error) -> {
            if (error == null) {
                reached = true;
            } else {
                // Dialling may take a while, and the failed one cannot be closed on a thread of its own.
                Thread dialling = new Thread(() -> dialAgain(through), "lockstitch-dial");
                dialling.setDaemon(true);
                dialling.start();
            }
        });
        return sent;
    }

    private void dialAgain(Wire failed) {
        synchronized (this) {
            if (closed || reached || wire != failed || System.nanoTime() - dialledNanos < PAUSE_NANOS) {
                return;
            }
            dialledNanos = System.nanoTime();
            wire = dial.get();
        }
        failed.close();
    }

    @Override
    public CompletableFuture<Runnable> subscribe(String channel, Consumer<String> listener) {
        return wire.subscribe(channel, listener);
    }

    @Override
    public @Nullable Object home(String key) {
        return wire.home(key);
    }

    @Override
    public String where(Object home) {
        return wire.where(home);
    }

    @Override
    public Set<?> primaries() {
        return wire.primaries();
    }

    @Override
    public void close() {
        Wire last;
        synchronized (this) {
            closed = true;
            last = wire;
        }
        last.close();
    }
}
