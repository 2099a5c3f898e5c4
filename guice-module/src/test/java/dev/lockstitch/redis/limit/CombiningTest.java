package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.Limit;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.AppliedLimit;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that come while one is under way. */
// What such a call gets is looked at in Redis, or not at all.
@SuppressWarnings("FutureReturnValueIgnored")
final class CombiningTest {

    private static final KeyNames NAMES = new KeyNames("lockstitch");
    private static final RedisProcess REDIS = RedisProcess.start();
    private static final ScriptRunner RUNNER = new ScriptRunner(REDIS);
    private static final Limit FOUR_AN_HOUR = Limit.of(4, Duration.ofHours(1));

    private final GatedRedis gate = new GatedRedis(RUNNER);
    private final List<Taken> unwanted = new ArrayList<>();
    private final Combining combining = new Combining(gate, NAMES, new RejectionMemory(), unwanted::add);

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
    void whoComesAloneIsSentAtOnceAndLeavesNothingBehind() {
        Call call = ask(FOUR_AN_HOUR, 1);
        assertThat(gate.waiting()).isEqualTo(1);
        assertThat(combining.size()).isEqualTo(1);
        gate.letOneThrough();
        assertThat(wait(call)).isZero();
        assertThat(combining.size()).isZero();
    }

    @Test
    void thoseThatComeMeanwhileShareTheNextScriptAndAreGrantedInTheOrderOfTheirArrival() {
        Call first = ask(FOUR_AN_HOUR, 1);
        List<Call> others = new ArrayList<>();
        for (long cost : new long[] {1, 3, 1, 1, 1}) {
            others.add(ask(FOUR_AN_HOUR, cost));
        }
        assertThat(gate.waiting()).isEqualTo(1);
        gate.letOneThrough();
        assertThat(first.isDone()).isTrue();
        assertThat(gate.waiting()).isEqualTo(1);
        gate.letOneThrough();
        assertThat(others.stream().map(CombiningTest::wait))
                .as("the second would cost too much, the last comes too late")
                .containsExactly(0L, Standing.REJECTED, 0L, 0L, Standing.REJECTED);
        assertThat(gate.sent).containsExactly("take.lua", "take.lua");
        assertThat(combining.size()).isZero();
    }

    @Test
    void theNextBatchIsOnItsWayBeforeAnyoneIsWoken() {
        Call first = ask(FOUR_AN_HOUR, 1);
        List<Integer> sentWhenWoken = new ArrayList<>();
        var unused = first.thenRun(() -> sentWhenWoken.add(gate.sent.size()));
        ask(FOUR_AN_HOUR, 1);
        gate.letOneThrough();
        assertThat(sentWhenWoken).containsExactly(2);
        gate.letOneThrough();
    }

    @Test
    void callsUnderOtherNumbersGoInABatchOfTheirOwn() {
        Limit other = Limit.of(9, Duration.ofHours(2));
        ask(FOUR_AN_HOUR, 1);
        List<Call> calls = List.of(ask(FOUR_AN_HOUR, 1), ask(other, 1), ask(other, 1), ask(FOUR_AN_HOUR, 1));
        for (int i = 0; i < 4; i++) {
            gate.letOneThrough();
        }
        assertThat(gate.waiting()).isZero();
        assertThat(calls).allMatch(Call::isDone);
        assertThat(combining.size()).isZero();
    }

    @Test
    void differentKeysDoNotWaitForEachOther() {
        ask(FOUR_AN_HOUR, 1);
        combining.ask(Bucket.of(Asked.of("name", "other", FOUR_AN_HOUR, 1)), false);
        assertThat(gate.waiting()).isEqualTo(2);
        gate.letOneThrough();
        gate.letOneThrough();
    }

    @Test
    void whatACancelledCallGetsIsGivenBack() {
        Call call = ask(FOUR_AN_HOUR, 3);
        call.cancel(false);
        gate.letOneThrough();
        assertThat(unwanted)
                .singleElement()
                .satisfies(taken ->
                        assertThat(taken.parts().get(0).bucket().asked().cost()).isEqualTo(3));
    }

    @Test
    void whatACallerWouldHaveGotThatWasInterruptedIsGivenBack() throws Exception {
        RateLimiter limiter = new RateLimiter(new RunnerLink(gate, NAMES), false, 1);
        Thread caller = new Thread(() -> {
            try {
                limiter.decide(List.of(Asked.of("name", "key", FOUR_AN_HOUR, 3)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        caller.start();
        await().until(() -> gate.waiting() == 1);
        caller.interrupt();
        caller.join();
        gate.letOneThrough();
        assertThat(gate.sent).containsExactly("take.lua", "refund.lua");
        gate.letOneThrough();
        assertThat(REDIS.command("DBSIZE")).isEqualTo(0L);
    }

    @Test
    void aBatchThatFailsFailsForAllOfItAndTheNextIsSentAllTheSame() {
        Call first = ask(FOUR_AN_HOUR, 1);
        Call second = ask(FOUR_AN_HOUR, 1);
        gate.failOne();
        assertThat(first.join()).isInstanceOf(Answer.None.class);
        gate.letOneThrough();
        assertThat(wait(second)).isZero();
        assertThat(combining.size()).isZero();
    }

    @Test
    void whatIsThrownAsOneIsSentIsItsAnswerAndTheLineGoesOn() {
        gate.throwNext(new StackOverflowError());
        assertThat(ask(FOUR_AN_HOUR, 1)).isCompletedWithValueMatching(Answer.None.class::isInstance);
        Call second = ask(FOUR_AN_HOUR, 1);
        gate.letOneThrough();
        assertThat(wait(second)).isZero();
        assertThat(combining.size()).isZero();
    }

    @Test
    void whatIsThrownAsTheNextBatchIsSentTakesNobodysAnswerAway() {
        Call first = ask(FOUR_AN_HOUR, 1);
        Call second = ask(FOUR_AN_HOUR, 1);
        gate.throwNext(new OutOfMemoryError("test"));
        gate.letOneThrough();
        assertThat(first).isDone();
        assertThat(wait(first)).isZero();
        assertThat(second).isCompletedWithValueMatching(Answer.None.class::isInstance);
        assertThat(combining.size()).isZero();
    }

    @Test
    void manyBatchesThatAreAnsweredAtOnceDoNotPileUpOnTheStack() {
        List<Limit> inTurn = List.of(FOUR_AN_HOUR, Limit.of(9, Duration.ofHours(2)));
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            calls.add(ask(inTurn.get(i % 2), 1));
        }
        gate.failAll();
        gate.failOne();
        assertThat(calls).allMatch(Call::isDone);
        assertThat(combining.size()).isZero();
    }

    @Test
    void aLongLineIsCutIntoBatches() {
        ask(Limit.of(1_000_000, Duration.ofHours(1)), 1);
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 2 * Batch.MOST + 1; i++) {
            calls.add(ask(Limit.of(1_000_000, Duration.ofHours(1)), 1));
        }
        for (int i = 0; i < 4; i++) {
            gate.letOneThrough();
        }
        assertThat(gate.waiting()).isZero();
        assertThat(calls).allMatch(call -> wait(call) == 0);
    }

    private Call ask(Limit limit, long cost) {
        return combining.ask(
                Bucket.of(new AppliedLimit("name", "key", limit, limit, cost, Duration.ZERO, false)), false);
    }

    private static long wait(Call call) {
        return ((Answer.Reply<Call.Share>) call.join()).value().waitMicros();
    }
}
