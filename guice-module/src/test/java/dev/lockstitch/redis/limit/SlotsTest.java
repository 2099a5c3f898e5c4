package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.AppliedLimit;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits of one call in several slots, as in a cluster: a script each, all or nothing all the same. */
final class SlotsTest {

    private static final KeyNames NAMES = new KeyNames("lockstitch");
    private static final RedisProcess REDIS = RedisProcess.start();
    private static final ScriptRunner RUNNER = new ScriptRunner(REDIS);
    private static final Limit TWO_AN_HOUR = Limit.of(2, Duration.ofHours(1));
    private static final Limit ONE_A_DAY = Limit.of(1, Duration.ofDays(1));

    private final RateLimiter limiter = new RateLimiter(new RunnerLink(RUNNER, NAMES), true, 1);

    @AfterAll
    static void stopRedis() {
        RUNNER.close();
        REDIS.close();
    }

    @BeforeEach
    void emptyRedis() {
        REDIS.command("FLUSHALL");
    }

    @Test
    void whatEarlierSlotsGaveIsGivenBackWhenALaterOneRejects() throws InterruptedException {
        assertThat(decide(part("b", ONE_A_DAY)).granted()).isTrue();
        RateLimitDecision decision = decide(part("a", TWO_AN_HOUR), part("b", ONE_A_DAY), part("c", TWO_AN_HOUR));
        assertThat(decision.granted()).isFalse();
        assertThat(decision.binding().key()).isEqualTo("b");
        assertThat(REDIS.command("DBSIZE")).as("nothing is left of a, nor of c").isEqualTo(1L);
    }

    @Test
    void aGrantCarriesAllStatesInTheirOrderAndIsRefundedAsAWhole() throws InterruptedException {
        RateLimitDecision decision = decide(part("a", TWO_AN_HOUR), part("b", ONE_A_DAY), part("a2", TWO_AN_HOUR));
        assertThat(decision.granted()).isTrue();
        assertThat(decision.limits()).extracting(RateLimitDecision.State::key).containsExactly("a", "b", "a2");
        assertThat(decision.binding().key()).isEqualTo("b");
        assertThat(REDIS.command("DBSIZE")).isEqualTo(3L);
        assertThat(limiter.refund(decision).join()).isTrue();
        assertThat(REDIS.command("DBSIZE")).isEqualTo(0L);
        assertThat(limiter.refund(decision).join()).isFalse();
    }

    @Test
    void whatIsThrownAtALaterSlotIsAnAnswerAndWhatEarlierOnesGaveIsGivenBack() {
        GatedRedis gate = new GatedRedis(RUNNER);
        RateLimiter gated = new RateLimiter(new RunnerLink(gate, NAMES), true, 1);
        CompletableFuture<Answer<RateLimitDecision>> asked =
                gated.decideAsync(List.of(part("a", TWO_AN_HOUR), part("b", ONE_A_DAY)), Duration.ZERO);
        gate.throwNext(new StackOverflowError());
        gate.letOneThrough();
        assertThat(asked).isCompletedWithValueMatching(Answer.None.class::isInstance);
        gate.letOneThrough();
        assertThat(REDIS.command("DBSIZE")).isEqualTo(0L);
    }

    private RateLimitDecision decide(AppliedLimit... parts) throws InterruptedException {
        Answer<RateLimitDecision> answer = limiter.decide(List.of(parts));
        return ((Answer.Reply<RateLimitDecision>) answer).value();
    }

    private static AppliedLimit part(String key, Limit limit) {
        return Asked.of("name", key, limit, 1);
    }
}
