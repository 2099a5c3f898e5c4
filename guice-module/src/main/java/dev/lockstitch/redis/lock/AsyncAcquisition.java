package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.spi.LockOutcome;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Drives an acquisition by whatever thread brings news, one at a time, and never blocks it. */
final class AsyncAcquisition extends Acquisition {

    private final CompletableFuture<Answer<LockOutcome>> future = new CompletableFuture<>();
    private final CountDownLatch firstAnswer = new CountDownLatch(1);
    private final AtomicInteger news = new AtomicInteger();
    private final AtomicReference<@Nullable Answer<Long>> answer = new AtomicReference<>();
    private volatile boolean cancelled;

    /** Used by whoever drives. */
    private boolean begun;

    private boolean asking;
    private @Nullable Future<?> timer;

    AsyncAcquisition(RedisLocks locks, Wanted wanted) {
        super(locks, wanted);
    }

    CompletableFuture<Answer<LockOutcome>> start() {
        signal();
        return future;
    }

    /** Waits for the first answer, if one is on its way, so long at most. */
    void linger(long nanos) {
        try {
            var unused = firstAnswer.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void cancel() {
        cancelled = true;
        signal();
    }

    @Override
    void signal() {
        if (news.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            drive();
            seen = news.addAndGet(-seen);
        } while (seen != 0);
    }

    private void drive() {
        try {
            go(step());
        } catch (RuntimeException | Error e) {
            giveUp();
            future.completeExceptionally(e);
            firstAnswer.countDown();
        }
    }

    private Step step() {
        // While it asks, the answer is waited for; it may have come together with the cancellation.
        if (cancelled && giveUp() && !asking) {
            return Step.DONE;
        }
        if (!begun) {
            begun = true;
            return begin();
        }
        if (!asking) {
            return woken();
        }
        Answer<Long> come = answer.getAndSet(null);
        if (come == null) {
            return Step.WAIT;
        }
        asking = false;
        Step next = answered(come);
        locks().held().decrement();
        return next;
    }

    private void go(Step step) {
        if (asking) {
            return;
        }
        stopTimer();
        switch (step) {
            case ASK -> send();
            case WAIT -> {
                firstAnswer.countDown();
                timer = locks().later(this::signal, waitNanos());
            }
            case DONE -> {
                // In this order: who lingers finds it complete.
                future.complete(Objects.requireNonNull(result()));
                firstAnswer.countDown();
            }
        }
    }

    private void send() {
        locks().held().increment();
        if (locks().isClosing()) {
            locks().held().decrement();
            go(tooLate());
            return;
        }
        asking = true;
        var unused = locks().scripts().acquireLater(ask()).thenAccept(come -> {
            answer.set(come);
            signal();
        });
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
