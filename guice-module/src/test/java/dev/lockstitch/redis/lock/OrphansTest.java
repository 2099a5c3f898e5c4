package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Redis;
import dev.lockstitch.redis.Script;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Releases whose acquisition reaches Redis late. */
final class OrphansTest {

    /** Does not know the token before it was asked so often. */
    private static final int LATE = 3;

    private final AtomicInteger asked = new AtomicInteger();
    private final ScheduledThreadPoolExecutor stopped = new ScheduledThreadPoolExecutor(0);
    private final Orphans orphans =
            new Orphans(new LockScripts(new LateRedis(), new KeyNames("lockstitch")), noTimer());

    private ScheduledThreadPoolExecutor noTimer() {
        stopped.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        return stopped;
    }

    @AfterEach
    void stop() {
        stopped.shutdownNow();
    }

    @Test
    void aDrainAsksAgainUntilTheLateOneIsGivenBackAndThenNoMore() {
        stopped.shutdown();
        orphans.add("k", "token", 1, 0);
        assertThat(asked).hasValue(1);

        long start = System.nanoTime();
        orphans.drain(TimeUnit.SECONDS.toNanos(30));
        assertThat(asked).hasValue(LATE);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));

        orphans.drain(TimeUnit.SECONDS.toNanos(30));
        orphans.retry();
        assertThat(asked).hasValue(LATE);
    }

    @Test
    void whatIsNotKnownIsNotAskedForAgainAtOnce() {
        stopped.shutdown();
        orphans.add("k", "token", 1, 0);
        orphans.retry();
        orphans.retry();
        assertThat(asked).hasValue(1);
    }

    @Test
    void aTokenOfWhichNoRequestCanComeLateIsReleasedOnce() {
        stopped.shutdown();
        orphans.add("k", "token", 0, 0);
        orphans.drain(TimeUnit.SECONDS.toNanos(5));
        assertThat(asked).hasValue(1);
    }

    @Test
    void aTokenWithTwoRequestsUnheardIsReleasedUntilBothHaveRun() {
        stopped.shutdown();
        orphans.add("k", "token", 2, 0);
        orphans.drain(TimeUnit.SECONDS.toNanos(5));
        assertThat(asked).hasValueGreaterThan(LATE);
    }

    private final class LateRedis implements Redis {

        @Override
        public <T> CompletableFuture<Answer<T>> send(Script<T> script, List<String> keys, Object... args) {
            long known = asked.incrementAndGet() >= LATE ? 1 : 0;
            return CompletableFuture.completedFuture(
                    new Answer.Reply<>(script.reply().cast(known)));
        }

        @Override
        public <T> Answer<T> ask(Script<T> script, List<String> keys, Object... args) {
            throw new UnsupportedOperationException("Nobody waits here");
        }

        @Override
        public <T> Answer<T> askUninterruptibly(Script<T> script, List<String> keys, Object... args) {
            throw new UnsupportedOperationException("Nobody waits here");
        }
    }
}
