package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.Failure;
import dev.lockstitch.redis.LockEvents;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Finds of long explorations by seed, which a short one rarely repeats: each with a test that needs no luck. */
final class UnheardTest {

    private static final Answer<Long> LOST =
            new Answer.None<>(new Failure(Failure.Kind.UNANSWERED, "lost by the test", ""), true);
    private static final Answer<Long> NOT_SENT =
            new Answer.None<>(new Failure(Failure.Kind.UNAVAILABLE, "cut by the test", ""), false);
    private static final Answer<Long> CONTENDED = new Answer.Reply<>(-30_000L);
    private static final Answer<Long> GRANTED = new Answer.Reply<>(1L);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final PlannedLink link = new PlannedLink();
    private final RedisLocks locks = new RedisLocks(link, CoordinatorSettings.DEFAULTS, new LockEvents(List.of()));

    @AfterEach
    void stop() {
        locks.close();
        link.close();
    }

    @Test
    void aQuestionThatWasNotHeardOfIsGivenBackThoughTheNextOneWasRefused() throws Exception {
        link.plan(LOST);
        link.plan(CONTENDED);
        Answer<LockOutcome> answer = locks.lock(LockRequest.of("k").waitTime(Duration.ZERO));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Reply.class,
                        reply -> assertThat(reply.value()).isInstanceOf(LockOutcome.Contended.class));
        await().until(() -> link.released("k") == 1);
    }

    /** The crowd with seed 7925815705290928738 found this one. */
    @Test
    void aQuestionThatWasNotHeardOfIsGivenBackWhenTheNextOneCannotBePut() throws Exception {
        link.plan(LOST);
        link.plan(NOT_SENT);
        assertThat(locks.lock(LockRequest.of("k"))).isInstanceOf(Answer.None.class);
        assertThat(link.isDone()).isTrue();
        await().until(() -> link.released("k") == 1);
    }

    /** The queue may have granted it, and each of the two questions may run after it was given back. */
    @Test
    void whatTheQueueMayHaveGrantedIsGivenBackBesideEachQuestionThatWasNotHeardOf() throws Exception {
        link.plan(CONTENDED);
        link.plan(LOST);
        link.plan(LOST);
        assertThat(locks.lock(LockRequest.of("k").waitTime(LONG))).isInstanceOf(Answer.None.class);
        assertThat(link.isDone()).isTrue();
        await().until(() -> link.released("k") == 3);
    }

    @Test
    void whoCancelsAsTheAnswerForOneKeyComesLeavesTheOthersFree() {
        AtomicReference<@Nullable CompletableFuture<Answer<LockOutcome>>> asked = new AtomicReference<>();
        link.plan(GRANTED);
        link.plan(() -> cancelledAsItIsGranted(asked));
        asked.set(locks.lockAsync(LockRequest.of("a").keys(List.of("a", "b")).waitTime(LONG), Duration.ZERO));
        await().until(() -> link.released("a") == 1 && link.released("b") > 0);
        assertThat(link.isDone()).isTrue();
        assertThat(asked.get()).isCancelled();
    }

    /** Once the caller has what it can cancel; until then its turn has not come. */
    private Answer<Long> cancelledAsItIsGranted(
            AtomicReference<@Nullable CompletableFuture<Answer<LockOutcome>>> asked) {
        CompletableFuture<Answer<LockOutcome>> caller = asked.get();
        if (caller == null) {
            link.plan(() -> cancelledAsItIsGranted(asked));
            return CONTENDED;
        }
        caller.cancel(false);
        return GRANTED;
    }
}
