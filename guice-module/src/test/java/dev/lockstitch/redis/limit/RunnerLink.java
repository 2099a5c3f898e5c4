package dev.lockstitch.redis.limit;

import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Link;
import dev.lockstitch.redis.Redis;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** A connection that is always there; its messages come from the test. */
final class RunnerLink implements Link, AutoCloseable {

    private volatile boolean hears;
    private final Redis redis;
    private final KeyNames names;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "test-timer");
        thread.setDaemon(true);
        return thread;
    });
    final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    final List<Runnable> onDown = new CopyOnWriteArrayList<>();
    final List<Runnable> onUp = new CopyOnWriteArrayList<>();

    RunnerLink(Redis redis, KeyNames names) {
        this.redis = redis;
        this.names = names;
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
        return true;
    }

    @Override
    public void listen(Runnable down, Runnable up) {
        onDown.add(down);
        onUp.add(up);
    }

    /** From now on messages can be heard: rejections are remembered. On a clock of the test's they must not be. */
    RunnerLink hearing() {
        hears = true;
        return this;
    }

    @Override
    public CompletableFuture<Runnable> subscribe(String channel, Consumer<String> listener) {
        if (!hears) {
            return new CompletableFuture<>();
        }
        listeners.add(listener);
        return CompletableFuture.completedFuture(() -> listeners.remove(listener));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
