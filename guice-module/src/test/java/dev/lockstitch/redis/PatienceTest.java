package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PatienceTest {

    private static final long LONG = TimeUnit.SECONDS.toNanos(60);

    @Test
    void aReplyThatIsThereNeedsNoPatience() throws InterruptedException {
        assertThat(new Patience(0).await(CompletableFuture.completedFuture(1L), () -> {}))
                .isTrue();
        assertThat(new Patience(0).await(CompletableFuture.failedFuture(new IllegalStateException()), () -> {}))
                .isTrue();
        assertThat(new Patience(0).await(new CompletableFuture<>(), () -> {})).isFalse();
    }

    @Test
    void aReplyThatComesInTimeIsAwaited() throws InterruptedException {
        CompletableFuture<Long> reply = new CompletableFuture<>();
        later(() -> reply.complete(1L));
        assertThat(new Patience(LONG).await(reply, () -> {})).isTrue();
    }

    @Test
    void aFailureOrCancellationThatComesInTimeEndsTheWait() throws InterruptedException {
        CompletableFuture<Long> failed = new CompletableFuture<>();
        later(() -> failed.completeExceptionally(new IllegalStateException()));
        assertThat(new Patience(LONG).await(failed, () -> {})).isTrue();

        CompletableFuture<Long> cancelled = new CompletableFuture<>();
        later(() -> cancelled.completeExceptionally(new CancellationException()));
        assertThat(new Patience(LONG).await(cancelled, () -> {})).isTrue();
    }

    @Test
    void silenceEndsWithTheBudget() throws InterruptedException {
        long start = System.nanoTime();
        assertThat(new Patience(TimeUnit.MILLISECONDS.toNanos(120)).await(new CompletableFuture<>(), () -> {}))
                .isFalse();
        assertThat(System.nanoTime() - start)
                .isBetween(TimeUnit.MILLISECONDS.toNanos(120), TimeUnit.SECONDS.toNanos(20));
    }

    /** The reply's own waiting is where this JVM seems to stand still, far beyond the budget. */
    @Test
    @Timeout(60)
    void aPauseOfThisJvmIsNotCountedButOnlyOnce() throws InterruptedException {
        PausedReply reply = new PausedReply(1);
        reply.afterPause = () -> reply.complete(1L);
        assertThat(new Patience(TimeUnit.MILLISECONDS.toNanos(60)).await(reply, () -> {}))
                .isTrue();

        assertThat(new Patience(TimeUnit.MILLISECONDS.toNanos(60)).await(new PausedReply(Integer.MAX_VALUE), () -> {}))
                .isFalse();
    }

    @Test
    void anInterruptionEndsTheWait() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new Patience(LONG).await(new CompletableFuture<>(), () -> {}))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    private static void later(Runnable action) {
        CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS).execute(action);
    }

    /** Oversleeps the first waits; what happened in the pause is seen in the next. */
    private static final class PausedReply extends CompletableFuture<Long> {
        private int pauses;
        private Runnable afterPause = () -> {};

        PausedReply(int pauses) {
            this.pauses = pauses;
        }

        @Override
        public Long get(long timeout, TimeUnit unit)
                throws InterruptedException, java.util.concurrent.ExecutionException,
                        java.util.concurrent.TimeoutException {
            if (pauses > 0) {
                pauses--;
                long end = System.nanoTime() + unit.toNanos(timeout) + 2 * Patience.OVERSLEPT;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                throw new java.util.concurrent.TimeoutException();
            }
            afterPause.run();
            return super.get(timeout, unit);
        }
    }
}
