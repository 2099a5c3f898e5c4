package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Failure;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Redis;
import dev.lockstitch.redis.Script;
import dev.lockstitch.redis.testing.Logged;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Releases whose acquisition reaches Redis late. */
final class OrphansTest {

    /** Does not know the token before it was asked so often. */
    private static final int LATE = 3;

    private static final Answer<Long> AWAY =
            new Answer.None<>(new Failure(Failure.Kind.UNAVAILABLE, "cut by the test", ""), false);

    private final AtomicInteger asked = new AtomicInteger();
    private final ScheduledThreadPoolExecutor stopped = new ScheduledThreadPoolExecutor(0);
    private final AtomicLong nanos = new AtomicLong();
    private Supplier<Answer<Long>> answers = () -> reply(asked.get() >= LATE);
    private final Orphans orphans = new Orphans(
            new LockScripts(new LateRedis(), new KeyNames("lockstitch")), noTimer(), (key, token) -> {}, nanos::get);

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
        orphans.add("k", "token", 1);
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
        orphans.add("k", "token", 1);
        orphans.retry();
        orphans.retry();
        assertThat(asked).hasValue(1);
    }

    @Test
    void aTokenOfWhichNoRequestCanComeLateIsReleasedOnce() {
        stopped.shutdown();
        orphans.add("k", "token", 0);
        orphans.drain(TimeUnit.SECONDS.toNanos(5));
        assertThat(asked).hasValue(1);
    }

    @Test
    void aTokenWithTwoRequestsUnheardIsReleasedUntilBothHaveRun() {
        stopped.shutdown();
        orphans.add("k", "token", 2);
        orphans.drain(TimeUnit.SECONDS.toNanos(5));
        assertThat(asked).hasValueGreaterThan(LATE);
    }

    @Test
    void whatRunsLateIsGivenBackWheneverItRunsWithinTheTimeForWhichWeTry() {
        stopped.shutdown();
        for (int late = 1; late <= 20; late++) {
            Duration from = Duration.ofSeconds(late);
            AtomicInteger given = new AtomicInteger();
            nanos.set(0);
            answers = () -> {
                boolean runs = nanos.get() >= from.toNanos();
                given.addAndGet(runs ? 1 : 0);
                return reply(runs);
            };
            orphans.add("k", "token", 1);
            passes(Duration.ofSeconds(60));
            assertThat(given).as("what runs after %s", from).hasValue(1);
        }
    }

    @Test
    void whatNeverRunsIsGivenUp() {
        stopped.shutdown();
        answers = () -> reply(false);
        orphans.add("k", "token", 1);
        passes(Duration.ofSeconds(30));
        assertThat(orphans.size()).isZero();
        assertThat(asked).hasValueLessThan(12);
    }

    @Test
    void theTimeInWhichRedisCannotBeAskedDoesNotCount() {
        stopped.shutdown();
        AtomicInteger given = new AtomicInteger();
        answers = () -> {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos.get());
            given.addAndGet(seconds >= 70 ? 1 : 0);
            return seconds >= 2 && seconds < 60 ? AWAY : reply(seconds >= 70);
        };
        orphans.add("k", "token", 1);
        passes(Duration.ofSeconds(90));
        assertThat(given).hasValue(1);
    }

    @Test
    void oneThatCannotBeTriedHoldsUpNeitherTheOthersNorItself() {
        stopped.shutdown();
        AtomicInteger tried = new AtomicInteger();
        answers = () -> {
            if (tried.incrementAndGet() <= 2) {
                throw new IllegalStateException("planted");
            }
            return reply(true);
        };
        try (Logged logged = new Logged()) {
            orphans.add("a", "token", 1);
            orphans.add("b", "token", 1);
            passes(Duration.ofSeconds(5));
            assertThat(logged.errors()).hasSize(2).allMatch(line -> line.contains("not given back this time"));
        }
        assertThat(orphans.size()).isZero();
    }

    private void passes(Duration time) {
        for (long end = nanos.get() + time.toNanos(); nanos.get() < end; ) {
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
            orphans.retry();
        }
    }

    private static Answer<Long> reply(boolean known) {
        return new Answer.Reply<>(known ? 1L : 0L);
    }

    private final class LateRedis implements Redis {

        @Override
        public <T> CompletableFuture<Answer<T>> send(Script<T> script, List<String> keys, Object... args) {
            asked.incrementAndGet();
            Answer<Long> answer = answers.get();
            return CompletableFuture.completedFuture(
                    answer instanceof Answer.Reply<Long> reply
                            ? new Answer.Reply<>(script.reply().cast(reply.value()))
                            : ((Answer.None<Long>) answer).as());
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
