package dev.lockstitch.redis.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Settings;
import dev.lockstitch.redis.testing.Stalls;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is not given up though its thread is interrupted, on a Redis that says nothing: bounded, and the flag stays. */
final class InterruptedAtTheEndTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration BUDGET = Duration.ofMillis(400);
    private static final Duration BOUND = BUDGET.multipliedBy(4);
    private static final Limit TWO_AN_HOUR = Limit.of(2, Duration.ofHours(1));

    private final Stalls stalls = new Stalls();
    private RedisProcess redis;
    private Node node;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        node = Node.on(
                redis,
                Settings.patient()
                        .decisionBudget(BUDGET)
                        .onUnavailable(OnUnavailable.FAIL)
                        .build());
    }

    @AfterEach
    void stop() {
        node.close();
        redis.close();
        stalls.close();
    }

    /** A machine that is too busy to have Redis answer within the budget is asked again. */
    private HeldLock held() {
        return await().ignoreExceptions()
                .until(() -> node.coordinator().tryLock("k", LONG).orElseThrow(), HeldLock::isHeld);
    }

    private RateLimitDecision taken() {
        return await().ignoreExceptions()
                .until(() -> node.coordinator().tryAcquire("k", TWO_AN_HOUR, 1), RateLimitDecision::enforced);
    }

    /** On a Redis that stands still, again and again until it is done: in time all the same. */
    private InterruptedCaller interruptedWhileFrozen(InterruptedCaller.Call call) throws InterruptedException {
        redis.freeze();
        stalls.reset();
        long began = System.nanoTime();
        InterruptedCaller caller = InterruptedCaller.start(call).awaitParked();
        await().atMost(InterruptedCaller.SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    caller.interrupt();
                    return caller.isDone();
                });
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isLessThan(BOUND.plus(stalls.worst().multipliedBy(4)));
        assertThat(caller.isFlagSet()).as("the flag is set").isTrue();
        redis.thaw();
        return caller;
    }

    private void leavesNothingLocked() {
        await().atMost(InterruptedCaller.SOON)
                .until(() -> redis.keys("*:lock:*").isEmpty());
    }

    @Test
    void whileItGivesTheLockBackByItsToken() throws Exception {
        HeldLock held = held();
        String token = held.token();
        InterruptedCaller caller =
                interruptedWhileFrozen(() -> node.coordinator().release("k", token));
        assertThat(caller.thrown())
                .isInstanceOf(CoordinationUnavailableException.class)
                .hasMessageContaining("is tried again when Redis is back");
        leavesNothingLocked();
        held.close();
    }

    @Test
    void whileItExtendsTheLock() throws Exception {
        HeldLock held = held();
        AtomicReference<@Nullable Boolean> extended = new AtomicReference<>();
        InterruptedCaller caller = interruptedWhileFrozen(() -> extended.set(held.extend(Duration.ofMinutes(1))));
        assertThat(caller.thrown()).isNull();
        assertThat(extended.get()).isFalse();
        held.close();
        leavesNothingLocked();
    }

    /** Sent once: it may have come, and is never made twice. */
    @Test
    void whileItGivesPermitsBack() throws Exception {
        RateLimitDecision decision = taken();
        taken();
        AtomicReference<@Nullable Boolean> given = new AtomicReference<>();
        InterruptedCaller caller =
                interruptedWhileFrozen(() -> given.set(node.coordinator().refund(decision)));
        assertThat(caller.thrown()).isNull();
        assertThat(given.get()).isFalse();
        await().atMost(InterruptedCaller.SOON).until(node.coordinator()::isRedisAvailable);
        assertThat(node.coordinator().refund(decision)).as("a second time").isFalse();
        assertThat(node.coordinator()
                        .tryAcquire("k", TWO_AN_HOUR, 0)
                        .limits()
                        .get(0)
                        .remaining())
                .isBetween(0L, 1L);
    }
}
