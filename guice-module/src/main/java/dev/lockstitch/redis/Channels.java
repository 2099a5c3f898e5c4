package dev.lockstitch.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to channels, and finds out at the first contact whether that is permitted. Without it waiting is slower, and no
 * more than that: it is told, once, and is no reason to leave calls uncoordinated.
 */
final class Channels implements Breaker.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

    private final KeyNames names;
    private final AtomicBoolean tried = new AtomicBoolean();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile @Nullable Wire wire;

    Channels(KeyNames names) {
        this.names = names;
    }

    /** From now on messages come over this. */
    void over(Wire dialled) {
        wire = dialled;
    }

    @Override
    public void closed() {
        if (wire != null && tried.compareAndSet(false, true)) {
            var unused =
                    subscribe(names.channel("wake", "probe"), message -> {}).thenAccept(Runnable::run);
        }
    }

    /** As {@link Link#subscribe}. */
    CompletableFuture<Runnable> subscribe(String channel, Consumer<String> listener) {
        Wire through = wire;
        if (through == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("Not connected yet"));
        }
        CompletableFuture<Runnable> subscribed = through.subscribe(channel, listener);
        var unused = subscribed.whenComplete((undo, error) -> {
            if (error != null) {
                tell(Failures.of(error, names.prefix()));
            }
        });
        return subscribed;
    }

    private void tell(Failure failure) {
        if (failure.kind() == Failure.Kind.MISCONFIGURED && told.compareAndSet(false, true)) {
            LOG.error(
                    "Redis lets us listen to no channel: {}. Calls are coordinated all the same, but who waits for a lock"
                            + " asks twice a second, and each call over a limit asks Redis",
                    failure.text());
        }
    }
}
