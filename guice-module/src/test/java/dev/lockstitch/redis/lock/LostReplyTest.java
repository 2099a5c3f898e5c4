package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.Failure;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Link;
import dev.lockstitch.redis.LockEvents;
import dev.lockstitch.redis.Redis;
import dev.lockstitch.redis.Script;
import dev.lockstitch.spi.LockRequest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A crowd with seed 7925815705290928738 found this: granted unheard, then refused, and never given back. */
class LostReplyTest {

    private static final Answer.None<Long> UNHEARD =
            new Answer.None<>(new Failure(Failure.Kind.UNANSWERED, "lost by the test", ""), true);
    private static final Answer.None<Long> NOT_SENT =
            new Answer.None<>(new Failure(Failure.Kind.UNAVAILABLE, "cut by the test", ""), false);

    private final FakeRedis redis = new FakeRedis();
    private final Queue<Answer.None<Long>> planned = new ArrayDeque<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final RedisLocks locks =
            new RedisLocks(new Planned(), CoordinatorSettings.DEFAULTS, new LockEvents(List.of()));

    @AfterEach
    void stop() {
        locks.close();
        timer.shutdownNow();
    }

    @Test
    void whatWasGrantedUnheardIsGivenBackWhenTheSecondQuestionCannotBePut() throws Exception {
        planned.add(UNHEARD);
        planned.add(NOT_SENT);
        assertThat(locks.lock(LockRequest.of("k"))).isInstanceOf(Answer.None.class);
        assertThat(planned).isEmpty();
        assertThat(redis.left()).isEmpty();
    }

    /** Runs what is unheard, and runs all that is not planned as Redis would. */
    private final class Planned implements Link, Redis {

        @Override
        public <T> Answer<T> ask(Script<T> script, List<String> keys, Object... args) {
            Answer.None<Long> none = planned.poll();
            if (none == null) {
                return reply(script, keys, args);
            }
            if (none.mayHaveRun()) {
                redis.run(script, keys, args);
            }
            return none.as();
        }

        private <T> Answer<T> reply(Script<T> script, List<String> keys, Object... args) {
            return new Answer.Reply<>(script.reply().cast(redis.run(script, keys, args)));
        }

        @Override
        public <T> Answer<T> askUninterruptibly(Script<T> script, List<String> keys, Object... args) {
            return reply(script, keys, args);
        }

        @Override
        public <T> CompletableFuture<Answer<T>> send(Script<T> script, List<String> keys, Object... args) {
            return CompletableFuture.completedFuture(reply(script, keys, args));
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
            return false;
        }

        @Override
        public void listen(Runnable onDown, Runnable onUp) {
            // Each call is told by itself.
        }

        @Override
        public CompletableFuture<Runnable> subscribe(String channel, Consumer<String> listener) {
            return CompletableFuture.completedFuture(() -> {});
        }
    }
}
