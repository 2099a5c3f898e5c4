package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Failure;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Link;
import dev.lockstitch.redis.Redis;
import dev.lockstitch.redis.Script;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** One node's way to the {@link FakeRedis}: some requests are lost, some replies, and all take some time. */
final class FaultyLink implements Link, Redis, AutoCloseable {

    private static final Failure LOST = new Failure(Failure.Kind.UNANSWERED, "the test lost it", "");
    private static final Failure AWAY = new Failure(Failure.Kind.UNAVAILABLE, "the test cut it", "");

    private final FakeRedis redis;
    private final Random random;
    private final int faultsPerMille;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(2);
    private volatile boolean healthy;

    FaultyLink(FakeRedis redis, long seed, int faultsPerMille) {
        this.redis = redis;
        this.random = new Random(seed);
        this.faultsPerMille = faultsPerMille;
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** No more faults. */
    void heal() {
        healthy = true;
    }

    @Override
    public <T> Answer<T> ask(Script<T> script, List<String> keys, Object... args) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("before it was sent");
        }
        Answer<T> answer = askUninterruptibly(script, keys, args);
        if (Thread.interrupted()) {
            throw new InterruptedException("after it was run, perhaps");
        }
        return answer;
    }

    @Override
    public <T> Answer<T> askUninterruptibly(Script<T> script, List<String> keys, Object... args) {
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(random.nextInt(100_000));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return answer(script, keys, args);
    }

    @Override
    public <T> CompletableFuture<Answer<T>> send(Script<T> script, List<String> keys, Object... args) {
        if (random.nextInt(4) == 0) {
            return CompletableFuture.completedFuture(answer(script, keys, args));
        }
        CompletableFuture<Answer<T>> later = new CompletableFuture<>();
        Runnable complete = () -> later.complete(answer(script, keys, args));
        var unused = timer.schedule(complete, random.nextInt(300_000), TimeUnit.NANOSECONDS);
        return later;
    }

    private <T> Answer<T> answer(Script<T> script, List<String> keys, Object... args) {
        int draw = healthy ? 1000 : random.nextInt(1000);
        if (draw < faultsPerMille) {
            return switch (draw % 4) {
                case 0 -> new Answer.None<>(AWAY, false);
                case 1 -> new Answer.None<>(LOST, true);
                case 2 -> lost(script, keys, AWAY, args);
                default -> lost(script, keys, LOST, args);
            };
        }
        return new Answer.Reply<>(script.reply().cast(redis.run(script, keys, args)));
    }

    private <T> Answer<T> lost(Script<T> script, List<String> keys, Failure failure, Object... args) {
        redis.run(script, keys, args);
        return new Answer.None<>(failure, true);
    }

    @Override
    public Redis redis() {
        return this;
    }

    @Override
    public KeyNames names() {
        return new KeyNames("t");
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
    public void listen(Runnable onDown, Runnable onUp) {
        // Never refuses: what is lost here is lost call by call.
    }

    @Override
    public CompletableFuture<Runnable> subscribe(String channel, Consumer<String> listener) {
        // Messages come on a thread of their own, as they do from Redisson; one in ten is lost.
        redis.listen(channel, token -> {
            if (!timer.isShutdown() && (healthy || random.nextInt(10) > 0)) {
                timer.execute(() -> listener.accept(token));
            }
        });
        return CompletableFuture.completedFuture(() -> {});
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
