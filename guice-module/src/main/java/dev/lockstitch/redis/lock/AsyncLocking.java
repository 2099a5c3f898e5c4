package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One or several keys for a call that does not block: one acquisition after the other. */
final class AsyncLocking {

    private final RedisLocks locks;
    private final LockRequest request;
    private final Several several;
    private final CompletableFuture<Answer<LockOutcome>> outcome = new CompletableFuture<>();
    private volatile @Nullable AsyncAcquisition current;

    AsyncLocking(RedisLocks locks, LockRequest request) {
        this.locks = locks;
        this.request = request;
        this.several = new Several(locks, request);
    }

    CompletableFuture<Answer<LockOutcome>> start(Duration linger) {
        var unused = outcome.whenComplete((answer, error) -> {
            AsyncAcquisition last = current;
            if (outcome.isCancelled() && last != null) {
                last.cancel();
            }
        });
        next();
        linger(linger.toNanos());
        return outcome;
    }

    private void next() {
        String key = Objects.requireNonNull(several.next());
        AsyncAcquisition acquisition =
                new AsyncAcquisition(locks, Wanted.of(locks, request, key, several.floor(), several.deadlineNanos()));
        current = acquisition;
        var unused = acquisition.start().whenComplete(this::come);
        if (outcome.isCancelled()) {
            acquisition.cancel();
        }
    }

    private void come(@Nullable Answer<LockOutcome> answer, @Nullable Throwable error) {
        if (answer == null) {
            giveBackAnd(() -> outcome.completeExceptionally(
                    error == null ? new IllegalStateException("An acquisition ended without an answer") : error));
        } else if (!several.take(answer)) {
            giveBackAnd(() -> outcome.complete(answer));
        } else if (several.next() != null) {
            next();
        } else if (!outcome.complete(request.keys().size() == 1 ? answer : several.granted())) {
            // Cancelled at the last moment.
            giveBackAnd(() -> {});
        }
    }

    /** Giving back waits for Redis, which this thread must not. */
    private void giveBackAnd(Runnable then) {
        Runnable both = () -> {
            several.giveBack();
            then.run();
        };
        if (several.isEmpty()) {
            both.run();
        } else {
            locks.elsewhere(both);
        }
    }

    private void linger(long nanos) {
        long end = System.nanoTime() + nanos;
        AsyncAcquisition lingered = null;
        AsyncAcquisition next = current;
        while (next != null && next != lingered && !outcome.isDone() && end - System.nanoTime() > 0) {
            next.linger(end - System.nanoTime());
            lingered = next;
            next = current;
        }
    }
}
