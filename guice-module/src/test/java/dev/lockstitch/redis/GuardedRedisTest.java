package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.redis.Failure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.RedissonShutdownException;
import org.redisson.client.RedisException;

class GuardedRedisTest {

    private static final Script<Long> SCRIPT = Script.number(Probe.class, "probe.lua");
    private static final List<String> KEYS = List.of("k");
    private static final long BUDGET = TimeUnit.MILLISECONDS.toNanos(150);
    private static final long GENEROUS = TimeUnit.SECONDS.toNanos(20);

    private final FakeSender sender = new FakeSender();
    private final Breaker breaker = new Breaker(0);
    private final GuardedRedis redis = guarded(Integer.MAX_VALUE, BUDGET);
    private final ExecutorService callers = Executors.newCachedThreadPool();

    private GuardedRedis guarded(int connections, long budgetNanos) {
        Shard shard = Shard.of(breaker, connections, budgetNanos);
        return new GuardedRedis(sender, keys -> shard, budgetNanos);
    }

    @BeforeEach
    void close() {
        breaker.succeeded();
    }

    @AfterEach
    void endCallers() {
        callers.shutdownNow();
    }

    private Future<Answer<Long>> inBackground(Callable<Answer<Long>> call) {
        return callers.submit(call);
    }

    private static Failure failure(Answer<Long> answer) {
        assertThat(answer).isInstanceOf(Answer.None.class);
        return ((Answer.None<Long>) answer).failure();
    }

    private void awaitSent(int count) {
        await().until(() -> sender.count() == count);
    }

    @Test
    void eachShardIsLookedAfterNowAndThenWhateverIsAskedOfTheOthers() {
        Shard other = Shard.of(breaker, 1, BUDGET);
        Shard one = Shard.of(breaker, 1, BUDGET);
        GuardedRedis cluster = new GuardedRedis(sender, keys -> keys.equals(KEYS) ? one : other, BUDGET);
        await().until(() -> {
            cluster.lookForLife(KEYS);
            return !sender.looks.isEmpty();
        });
        int before = sender.looks.size();
        cluster.lookForLife(List.of("of the other"));
        assertThat(sender.looks).hasSize(before + 1);
        for (int i = 0; i < 1000; i++) {
            cluster.lookForLife(KEYS);
        }
        assertThat(sender.looks).hasSizeLessThan(before + 500);
    }

    @Test
    void aReplyIsHandedOn() throws Exception {
        GuardedRedis patient = guarded(1, GENEROUS);
        Future<Answer<Long>> asked = inBackground(() -> patient.ask(SCRIPT, KEYS));
        awaitSent(1);
        sender.get(0).complete(7L);
        assertThat(asked.get()).isEqualTo(new Answer.Reply<>(7L));

        Future<Answer<Long>> again = inBackground(() -> patient.askUninterruptibly(SCRIPT, KEYS));
        awaitSent(2);
        sender.get(1).complete(8L);
        assertThat(again.get()).isEqualTo(new Answer.Reply<>(8L));
    }

    @Test
    void silenceEndsWithTheBudgetOpensTheBreakerAndIsWithdrawn() throws Exception {
        long start = System.nanoTime();
        Answer<Long> answer = redis.ask(SCRIPT, KEYS);

        assertThat(System.nanoTime() - start).isBetween(BUDGET, GENEROUS);
        assertThat(answer).isEqualTo(new Answer.None<>(Failures.timeout(150), true));
        assertThat(sender.get(0)).isCancelled();
        assertThat(breaker.refusalNow()).isEqualTo(Failures.timeout(150));
    }

    @Test
    void anOpenBreakerAnswersWithoutAsking() throws Exception {
        Failure down = new Failure(Kind.UNAVAILABLE, "down", "");
        breaker.failed(down, breaker.epoch());

        Answer<Long> refused = new Answer.None<>(down, false);
        assertThat(redis.ask(SCRIPT, KEYS)).isEqualTo(refused);
        assertThat(redis.askUninterruptibly(SCRIPT, KEYS)).isEqualTo(refused);
        assertThat(redis.send(SCRIPT, KEYS)).isCompletedWithValue(refused);
        assertThat(sender.count()).isZero();
    }

    /** Whoever must not be interrupted waits as quietly as others. */
    @Test
    void aThreadWhoseFlagIsSetDoesNotSpinUntilTheFirstContact() {
        AtomicInteger looks = new AtomicInteger();
        Shard starting = Shard.of(new Breaker(2 * BUDGET), 1, BUDGET);
        GuardedRedis early = new GuardedRedis(
                sender,
                keys -> {
                    looks.incrementAndGet();
                    return starting;
                },
                BUDGET);
        Thread.currentThread().interrupt();
        assertThat(early.askUninterruptibly(SCRIPT, KEYS)).isInstanceOf(Answer.None.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(looks.get()).isLessThan(100);
        early.close();
    }

    @Test
    void anInterruptedCallerIsToldAlsoWhileTheBreakerIsOpen() {
        breaker.failed(new Failure(Kind.UNAVAILABLE, "down", ""), breaker.epoch());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> redis.ask(SCRIPT, KEYS)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aFailureOpensTheBreakerAndMayHaveRun() throws Exception {
        Future<Answer<Long>> asked = inBackground(() -> guarded(1, GENEROUS).ask(SCRIPT, KEYS));
        awaitSent(1);
        sender.get(0).completeExceptionally(new RedisException("LOADING Redis is loading"));

        assertThat(asked.get()).isInstanceOf(Answer.None.class);
        assertThat(((Answer.None<Long>) asked.get()).mayHaveRun()).isTrue();
        assertThat(failure(asked.get()).text()).contains("LOADING");
        assertThat(breaker.isClosed()).isFalse();
    }

    /** Others are answered all the time, this call never: it is the call that goes without, not everybody. */
    @Test
    void aRedisThatAnswersOthersIsGivenMoreTimeAndIsNoOutage() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        long start = System.nanoTime();
        Future<Answer<Long>> starved = inBackground(() -> redis.ask(SCRIPT, KEYS));
        awaitSent(1);
        callers.execute(() -> {
            while (!done.get()) {
                CompletableFuture<Answer<Long>> other = redis.send(SCRIPT, KEYS);
                sender.get(sender.count() - 1).complete(1L);
                other.join();
            }
        });
        Answer<Long> answer = starved.get();
        done.set(true);

        assertThat(failure(answer).kind()).isEqualTo(Kind.UNANSWERED);
        assertThat(System.nanoTime() - start).isBetween(Patience.MOST_BUDGETS * BUDGET, GENEROUS);
        assertThat(breaker.isClosed()).isTrue();
    }

    /** A connection breaks, and with it goes the only reply that is awaited: before that is an outage Redis is asked. */
    @Test
    void beforeSilenceIsAnOutageRedisIsAskedForASignOfLife() throws Exception {
        Future<Answer<Long>> lost = inBackground(() -> redis.ask(SCRIPT, KEYS));
        CompletableFuture<Answer<Long>> sentToo = redis.send(SCRIPT, KEYS);
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            sender.looks.forEach(look -> look.complete(1L));
            return lost.isDone() && sentToo.isDone();
        });
        assertThat(failure(lost.get()).kind()).isEqualTo(Kind.UNANSWERED);
        assertThat(failure(sentToo.get()).kind()).isEqualTo(Kind.UNANSWERED);
        assertThat(sender.looks).hasSizeBetween(2, 100);
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void theBudgetOfWhatIsSentCountsFromTheLastSignOfLifeToo() {
        CompletableFuture<Answer<Long>> starved = redis.send(SCRIPT, KEYS);
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            if (!starved.isDone()) {
                var unused = redis.send(SCRIPT, KEYS);
                sender.get(sender.count() - 1).complete(1L);
            }
            return starved.isDone();
        });
        assertThat(failure(starved.join()).kind()).isEqualTo(Kind.UNANSWERED);
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void whatFailsWhileTheCoordinatorClosesIsNoOutage() throws Exception {
        Future<Answer<Long>> asked = inBackground(() -> guarded(1, GENEROUS).ask(SCRIPT, KEYS));
        awaitSent(1);
        breaker.shut();
        sender.get(0).completeExceptionally(new RedissonShutdownException("Redisson is shutdown"));
        assertThat(failure(asked.get()).kind()).isEqualTo(Kind.CLOSED);
    }

    @Test
    void aSenderThatThrowsIsAFailureToo() throws Exception {
        ScriptSender throwing = new ScriptSender() {
            @Override
            public <T> CompletableFuture<T> send(Script<T> script, List<String> keys, Object... args) {
                throw new IllegalStateException("Not connected yet");
            }
        };
        Shard shard = Shard.of(breaker, 1, BUDGET);
        GuardedRedis broken = new GuardedRedis(throwing, keys -> shard, BUDGET);
        assertThat(failure(broken.ask(SCRIPT, KEYS)).text()).contains("IllegalStateException");
    }

    @Test
    void aClientThatCancelsItsCallsThrowsNothingAtTheCaller() throws Exception {
        Future<Answer<Long>> asked = inBackground(() -> guarded(1, GENEROUS).ask(SCRIPT, KEYS));
        awaitSent(1);
        sender.get(0).completeExceptionally(new CancellationException());
        assertThat(failure(asked.get()).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void aFailureFromBeforeARecoveryDoesNotOpenTheBreaker() throws Exception {
        Future<Answer<Long>> old = inBackground(() -> guarded(1, GENEROUS).ask(SCRIPT, KEYS));
        awaitSent(1);
        breaker.failed(new Failure(Kind.UNAVAILABLE, "down", ""), breaker.epoch());
        breaker.succeeded();
        sender.get(0).completeExceptionally(new RedisException("LOADING Redis is loading"));

        assertThat(failure(old.get()).text()).contains("LOADING");
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void anInterruptedCallerIsToldBeforeAndWhileItWaits() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> redis.ask(SCRIPT, KEYS)).isInstanceOf(InterruptedException.class);
        assertThat(sender.count()).isZero();

        Thread caller = Thread.currentThread();
        callers.execute(() -> {
            awaitSent(1);
            caller.interrupt();
        });
        assertThatThrownBy(() -> guarded(1, GENEROUS).ask(SCRIPT, KEYS)).isInstanceOf(InterruptedException.class);
        assertThat(sender.get(0)).isCancelled();
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void givingBackPutsAnInterruptionOff() {
        Thread.currentThread().interrupt();
        callers.execute(() -> {
            awaitSent(1);
            sender.get(0).complete(7L);
        });
        Answer<Long> answer = guarded(1, GENEROUS).askUninterruptibly(SCRIPT, KEYS);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(answer).isEqualTo(new Answer.Reply<>(7L));
    }

    /** The first caller is answered in time and the second takes over its connection: the third goes without. */
    @Test
    void aFullPoolOnAHealthyRedisIsNoOutage() throws Exception {
        GuardedRedis small = guarded(1, TimeUnit.MILLISECONDS.toNanos(1500));
        Future<Answer<Long>> first = inBackground(() -> small.ask(SCRIPT, KEYS));
        awaitSent(1);
        Future<Answer<Long>> second = waiting(() -> small.ask(SCRIPT, KEYS));
        CompletableFuture.delayedExecutor(900, TimeUnit.MILLISECONDS)
                .execute(() -> sender.get(0).complete(1L));

        assertThat(small.ask(SCRIPT, KEYS)).isEqualTo(new Answer.None<>(Failures.saturated(), false));
        assertThat(breaker.isClosed()).isTrue();
        sender.get(1).complete(2L);
        assertThat(first.get()).isEqualTo(new Answer.Reply<>(1L));
        assertThat(second.get()).isEqualTo(new Answer.Reply<>(2L));
    }

    private Future<Answer<Long>> waiting(Callable<Answer<Long>> call) {
        AtomicReference<Thread> caller = new AtomicReference<>();
        Future<Answer<Long>> answer = inBackground(() -> {
            caller.set(Thread.currentThread());
            return call.call();
        });
        await().until(() -> caller.get() != null && caller.get().getState() == Thread.State.TIMED_WAITING);
        return answer;
    }

    @Test
    void aWaiterForAConnectionDoesNotAskARedisThatHasFailedMeanwhile() throws Exception {
        GuardedRedis small = guarded(1, GENEROUS);
        Future<Answer<Long>> first = inBackground(() -> small.ask(SCRIPT, KEYS));
        awaitSent(1);
        Future<Answer<Long>> second = waiting(() -> small.ask(SCRIPT, KEYS));
        sender.get(0).completeExceptionally(new RedisException("LOADING Redis is loading"));

        assertThat(failure(first.get()).text()).contains("LOADING");
        assertThat(second.get()).isEqualTo(new Answer.None<>(failure(first.get()), false));
        assertThat(sender.count()).isEqualTo(1);
    }

    @Test
    void whatIsSentIsAnsweredWithinTheBudget() {
        CompletableFuture<Answer<Long>> answer = redis.send(SCRIPT, KEYS);
        await().until(answer::isDone);
        assertThat(answer).isCompletedWithValue(new Answer.None<>(Failures.timeout(150), true));
        await().until(() -> sender.get(0).isCancelled());
        assertThat(breaker.refusalNow()).isEqualTo(Failures.timeout(150));
    }

    @Test
    void whatIsSentIsAnsweredByTheReplyOrItsFailure() {
        GuardedRedis patient = guarded(1, GENEROUS);
        CompletableFuture<Answer<Long>> good = patient.send(SCRIPT, KEYS);
        sender.get(0).complete(7L);
        assertThat(good).isCompletedWithValue(new Answer.Reply<>(7L));

        CompletableFuture<Answer<Long>> bad = patient.send(SCRIPT, KEYS);
        sender.get(1).completeExceptionally(new RedisException("LOADING Redis is loading"));
        assertThat(failure(bad.join()).text()).contains("LOADING");
        assertThat(breaker.isClosed()).isFalse();
    }
}
