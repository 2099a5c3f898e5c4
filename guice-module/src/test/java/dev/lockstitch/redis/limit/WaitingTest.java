package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.CommandCounts;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Permits that are waited for, given back, and left behind. */
final class WaitingTest {

    private static final RedisProcess REDIS = RedisProcess.start();
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Limit TWENTY_A_SECOND = new Limit(20, Duration.ofSeconds(1), 1);
    private static final Limit ONE_A_MINUTE = new Limit(1, Duration.ofMinutes(1), 1);

    private Node node;

    @AfterAll
    static void stopRedis() {
        REDIS.close();
    }

    @BeforeEach
    void start() {
        REDIS.command("FLUSHALL");
        node = Node.on(REDIS, CoordinatorSettings.DEFAULTS);
        take(LimitRequest.of("warm", TWENTY_A_SECOND));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void callsWaitInTheOrderOfTheirArrivalEachForItsOwnPlace() {
        List<CompletableFuture<RateLimitDecision>> calls = new ArrayList<>();
        List<Integer> begun = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int number = i;
            calls.add(async(LimitRequest.of("k", TWENTY_A_SECOND).waitTime(LONG)));
            var unused = calls.get(i).thenRun(() -> {
                synchronized (begun) {
                    begun.add(number);
                }
            });
        }
        List<Instant> starts = calls.stream()
                .map(CompletableFuture::join)
                .map(decision -> decision.decidedAt().plus(decision.waited()))
                .toList();
        assertThat(starts).isSorted();
        for (int i = 1; i < starts.size(); i++) {
            assertThat(Duration.between(starts.get(i - 1), starts.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
        assertThat(starts.get(5)).isBefore(starts.get(0).plus(Duration.ofMillis(251)));
        await().until(() -> begun.size() == 6);
        assertThat(begun).isSorted();
    }

    @Test
    void aWaitThatWouldBeTooLongIsRejectedAtOnceAndTakesNothing() {
        take(LimitRequest.of("k", ONE_A_MINUTE));
        long before = System.nanoTime();
        RateLimitDecision decision = take(LimitRequest.of("k", ONE_A_MINUTE).waitTime(Duration.ofSeconds(50)));
        assertThat(decision.granted()).isFalse();
        assertThat(decision.retryAfter()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
        assertThat(read(ONE_A_MINUTE).binding().resetAfter()).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whoCannotWaitIsNotLetInFrontOfThoseWhoDo() {
        take(LimitRequest.of("k", ONE_A_MINUTE));
        CompletableFuture<RateLimitDecision> waiting =
                async(LimitRequest.of("k", ONE_A_MINUTE).waitTime(Duration.ofHours(1)));
        await().until(() -> read(ONE_A_MINUTE).binding().resetAfter().compareTo(Duration.ofMinutes(1)) > 0);
        RateLimitDecision decision = take(LimitRequest.of("k", ONE_A_MINUTE));
        assertThat(decision.granted()).isFalse();
        assertThat(decision.retryAfter()).isGreaterThan(Duration.ofMinutes(1));
        waiting.cancel(true);
    }

    @Test
    void aCancelledWaitGivesItsPlaceBackAndThoseBehindMoveUp() {
        take(LimitRequest.of("k", ONE_A_MINUTE));
        LimitRequest request = LimitRequest.of("k", ONE_A_MINUTE).waitTime(Duration.ofHours(1));
        List<CompletableFuture<RateLimitDecision>> waiting = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            waiting.add(async(request));
            Duration owed = Duration.ofMinutes(i);
            await().until(() -> read(ONE_A_MINUTE).binding().resetAfter().compareTo(owed) > 0);
        }
        waiting.get(0).cancel(true);
        await().until(() -> read(ONE_A_MINUTE).binding().resetAfter().compareTo(Duration.ofMinutes(3)) <= 0);
        waiting.get(2).cancel(true);
        waiting.get(1).cancel(true);
        await().until(() -> read(ONE_A_MINUTE).binding().resetAfter().compareTo(Duration.ofMinutes(1)) <= 0);
    }

    @Test
    void anInterruptedWaitGivesItsPlaceBack() throws Exception {
        take(LimitRequest.of("k", ONE_A_MINUTE));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                node.coordinator().limit(LimitRequest.of("k", ONE_A_MINUTE).waitTime(Duration.ofHours(1)));
            } catch (InterruptedException e) {
                thrown.set(e);
            }
        });
        waiting.start();
        await().until(() -> read(ONE_A_MINUTE).binding().resetAfter().compareTo(Duration.ofMinutes(1)) > 0);
        waiting.interrupt();
        waiting.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        await().until(() -> read(ONE_A_MINUTE).binding().resetAfter().compareTo(Duration.ofMinutes(1)) <= 0);
    }

    @Test
    void closingEndsTheWaitsOfAllAndGivesTheirPlacesBack() throws Exception {
        take(LimitRequest.of("k", ONE_A_MINUTE));
        LimitRequest request = LimitRequest.of("k", ONE_A_MINUTE).waitTime(Duration.ofHours(1));
        FutureTask<RateLimitDecision> blocking = new FutureTask<>(() -> take(request));
        new Thread(blocking).start();
        await().until(() -> read(ONE_A_MINUTE).binding().resetAfter().compareTo(Duration.ofMinutes(1)) > 0);
        CompletableFuture<RateLimitDecision> later = async(request);
        await().until(() -> read(ONE_A_MINUTE).binding().resetAfter().compareTo(Duration.ofMinutes(2)) > 0);
        node.coordinator().close();
        for (Future<?> wait : List.of(blocking, later)) {
            assertThatThrownBy(() -> wait.get(4, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(CoordinationUnavailableException.class)
                    .hasMessageContaining("this coordinator was closed");
        }
        node = Node.on(REDIS, CoordinatorSettings.DEFAULTS);
        assertThat(read(ONE_A_MINUTE).binding().resetAfter()).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aFlagSetBeforeTheCallIsAnInterruptionToo() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> node.coordinator().limit(LimitRequest.of("k", ONE_A_MINUTE)))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(read(ONE_A_MINUTE).binding().remaining()).isEqualTo(1);
    }

    @Test
    void waitersTakeOneScriptEachAtTheMost() {
        long before = CommandCounts.scripts(REDIS);
        List<CompletableFuture<RateLimitDecision>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(async(LimitRequest.of("k", TWENTY_A_SECOND).waitTime(LONG)));
        }
        calls.forEach(CompletableFuture::join);
        assertThat(CommandCounts.scripts(REDIS) - before).isLessThanOrEqualTo(20);
    }

    @Test
    void whatIsGivenBackCanBeTakenAgainOnceAndNeverAboveTheBurst() {
        RateLimitDecision decision = take(LimitRequest.of("k", ONE_A_MINUTE));
        assertThat(take(LimitRequest.of("k", ONE_A_MINUTE)).granted()).isFalse();
        assertThat(node.coordinator().refund(decision)).isTrue();
        assertThat(node.coordinator().refund(decision)).isFalse();
        RateLimitDecision again = take(LimitRequest.of("k", ONE_A_MINUTE));
        assertThat(again.granted()).isTrue();
        REDIS.command("FLUSHALL");
        assertThat(node.coordinator().refund(again)).isFalse();
        assertThat(read(ONE_A_MINUTE).binding().remaining()).isEqualTo(1);
    }

    @Test
    void aSecondRefundOfTheSameDecisionGivesNothing() {
        Limit two = Limit.of(2, Duration.ofHours(1));
        RateLimitDecision first = take(LimitRequest.of("k", two));
        take(LimitRequest.of("k", two));
        assertThat(node.coordinator().refund(first)).isTrue();
        assertThat(node.coordinator().refund(first)).isFalse();
        assertThat(read(two).binding().remaining()).isEqualTo(1);
    }

    @Test
    void aRejectionHasNothingToGiveBack() {
        take(LimitRequest.of("k", ONE_A_MINUTE));
        RateLimitDecision rejected = take(LimitRequest.of("k", ONE_A_MINUTE));
        assertThat(node.coordinator().refund(rejected)).isFalse();
        assertThat(read(ONE_A_MINUTE).binding().remaining()).isZero();
    }

    private RateLimitDecision read(Limit limit) {
        return take(LimitRequest.of("k", limit).cost(0));
    }

    private RateLimitDecision take(LimitRequest request) {
        return node.coordinator().tryAcquire(request);
    }

    private CompletableFuture<RateLimitDecision> async(LimitRequest request) {
        return node.coordinator().tryAcquireAsync(request);
    }
}
