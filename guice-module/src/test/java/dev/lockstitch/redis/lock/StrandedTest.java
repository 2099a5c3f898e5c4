package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockEvent;
import dev.lockstitch.LockListener;
import dev.lockstitch.LockMode;
import dev.lockstitch.LockScope;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.LockEvents;
import dev.lockstitch.redis.RedisAddress;
import dev.lockstitch.redis.RedisConnection;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ends of holds and turns that must not strand anybody. */
class StrandedTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger waiting = new AtomicInteger();
    private RedisProcess redis;
    private Node one;
    private Node two;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        one = Node.on(redis, CoordinatorSettings.DEFAULTS, new LockListener() {
            @Override
            public void onWaiting(LockEvent lock) {
                waiting.incrementAndGet();
            }
        });
        two = Node.on(redis, CoordinatorSettings.DEFAULTS);
        one.coordinator().tryLock("warm", AT_ONCE).orElseThrow().close();
        two.coordinator().tryLock("warm", AT_ONCE).orElseThrow().close();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        one.close();
        two.close();
        redis.close();
    }

    @Test
    void aLockGivenBackByItsTokenIsFreeForTheNodeThatTookIt() {
        HeldLock held = one.coordinator().tryLock("k", Duration.ofSeconds(1)).orElseThrow();
        assertThat(two.coordinator().release("k", held.token())).isTrue();
        assertThat(one.coordinator().tryLock("k", Duration.ofSeconds(3)))
                .as("nobody holds it")
                .isPresent();
    }

    @Test
    void aFixedLeaseThatIsOverHoldsUpNobodyOfItsNode() {
        assertThat(one.coordinator().tryLock("k", Duration.ofSeconds(1), Duration.ofMillis(200)))
                .isPresent();
        assertThat(one.coordinator().tryLock("k", Duration.ofSeconds(3)))
                .as("the lease was over long ago")
                .isPresent();
    }

    @Test
    void aFixedLeaseThatIsOverHoldsUpNobodyOfItsNodeUnderLocalEither() throws Exception {
        LockRequest request = request(OnUnavailable.LOCAL, Duration.ofSeconds(3), "k");
        LockOutcome held = one.coordinator().lock(request.leaseTime(Duration.ofMillis(200)));
        assertThat(one.coordinator().lock(request))
                .as("the lease was over long ago")
                .isInstanceOf(LockOutcome.Granted.class);
        ((LockOutcome.Granted) held).lock().close();
        assertThat(one.coordinator().lock(request.waitTime(AT_ONCE)))
                .as("the late holder has left the next one alone")
                .isInstanceOf(LockOutcome.Contended.class);
    }

    @Test
    void aLocalHoldIsReenteredAmongSeveralKeys() throws Exception {
        redis.kill();
        LockRequest outer = request(OnUnavailable.LOCAL, AT_ONCE, "a");
        HeldLock held = ((LockOutcome.Granted) one.coordinator().lock(outer)).lock();
        try (LockScope scope = LockScope.open(held)) {
            LockRequest inner = new LockRequest(
                    "",
                    List.of("a", "b"),
                    LockMode.EXCLUSIVE,
                    false,
                    AT_ONCE,
                    null,
                    Duration.ZERO,
                    OnUnavailable.LOCAL,
                    true);
            assertThat(one.coordinator().lock(inner)).isInstanceOf(LockOutcome.Granted.class);
        }
    }

    @Test
    void aLockGivenBackDuringAnOutageWhileAnotherOfTheNodeWaitsIsFreeAfterIt() throws Exception {
        LockRequest request = request(OnUnavailable.LOCAL, LONG, "k");
        HeldLock held = ((LockOutcome.Granted) one.coordinator().lock(request)).lock();
        CompletableFuture<LockOutcome> next = later(request);
        await().until(() -> waiting.get() == 1);
        redis.freeze();
        await().until(() -> !one.coordinator().isRedisAvailable());
        held.close();
        ((LockOutcome.Granted) next.join()).lock().close();
        redis.thaw();
        await().until(() ->
                one.coordinator().isRedisAvailable() && two.coordinator().isRedisAvailable());
        assertThat(two.coordinator().tryLock("k", Duration.ofSeconds(8)))
                .as("nobody holds it")
                .isPresent();
    }

    @Test
    void anOutageIsNoContentionForThoseBehindTheOneWhoAsks() throws Exception {
        redis.freeze();
        try {
            CountDownLatch go = new CountDownLatch(1);
            LockRequest request = request(OnUnavailable.PROCEED, Duration.ofMillis(100), "k");
            CompletableFuture<LockOutcome> a = later(request, go);
            CompletableFuture<LockOutcome> b = later(request, go);
            go.countDown();
            assertThat(List.of(a.join(), b.join())).allMatch(LockOutcome.Unguarded.class::isInstance);
        } finally {
            redis.thaw();
        }
    }

    @Test
    void fencingTokensOfALocalHandoverAreSetAsideForSeveralKeysToo() throws Exception {
        redis.command("SET", "lockstitch:fence:{b}", "8000000000000000", "PX", "600000");
        HeldLock first = one.coordinator().tryLock("b", AT_ONCE.plusMillis(100)).orElseThrow();
        CompletableFuture<Long> several = CompletableFuture.supplyAsync(
                () -> {
                    try (HeldLock lock = ((LockOutcome.Granted)
                                    one.coordinator().lock(request(OnUnavailable.PROCEED, LONG, "a", "b")))
                            .lock()) {
                        return lock.fencingToken();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
        await().until(() -> waiting.get() == 1);
        CompletableFuture<LockOutcome> next = later(request(OnUnavailable.PROCEED, LONG, "b"));
        await().until(() -> waiting.get() == 2);
        first.close();
        HeldLock second = ((LockOutcome.Granted) next.join()).lock();
        long fence = second.fencingToken();
        second.close();
        Optional<HeldLock> third = two.coordinator().tryLock("b", AT_ONCE);
        assertThat(fence).isGreaterThan(several.join());
        assertThat(third.orElseThrow().fencingToken()).isGreaterThan(fence);
    }

    @Test
    void aRequestThatIsCancelledBeforeItBeginsLeavesNoTurnBehind() throws Exception {
        CoordinatorSettings settings = CoordinatorSettings.DEFAULTS;
        RedisConnection connection =
                new RedisConnection(ConnectionSource.of(RedisAddress.parse(redis.url())), settings);
        RedisLocks locks = new RedisLocks(connection, settings, new LockEvents(List.of()));
        connection.start();
        try {
            LockRequest request = request(OnUnavailable.PROCEED, Duration.ofSeconds(3), "k");
            AsyncAcquisition second =
                    new AsyncAcquisition(locks, Wanted.of(locks, request, "k", 0, System.nanoTime() + LONG.toNanos()));
            second.cancel();
            second.start().join();
            assertThat(((Answer.Reply<LockOutcome>) locks.lock(request)).value())
                    .isInstanceOf(LockOutcome.Granted.class);
            assertThat(locks.local().size()).isOne();
        } finally {
            locks.close();
            connection.close();
        }
    }

    @Test
    void aForeignFencingTokenStopsNobody() {
        redis.command("SET", "lockstitch:fence:{k}", "something else", "PX", "600000");
        try (HeldLock held = one.coordinator().tryLock("k", AT_ONCE).orElseThrow()) {
            assertThat(held.fencingToken()).isPositive();
        }
        assertThat(one.coordinator().isRedisAvailable()).isTrue();
    }

    @Test
    void readersThatNeverExpireAreAnErrorAndNotContention() {
        redis.command("ZADD", "lockstitch:readers:{k}", "9000000000000", "abc-1");
        try (Logged logged = new Logged();
                HeldLock given = one.coordinator().tryLock("k", LONG).orElseThrow()) {
            assertThat(given.isHeld()).isFalse();
            assertThat(logged.errors()).singleElement().asString().contains("\"k\"");
        }
        assertThat(redis.keys("*:queue:*")).isEmpty();
    }

    @Test
    void whoStandsInLineWhenAForeignValueAppearsLeavesTheLine() {
        HeldLock held = two.coordinator().tryLock("k", AT_ONCE).orElseThrow();
        CompletableFuture<LockOutcome> next = later(request(OnUnavailable.PROCEED, LONG, "k"));
        await().until(() -> !redis.keys("*:queue:*").isEmpty());
        redis.command("SET", "lockstitch:lock:{k}", "something else");
        assertThat(next.join()).isInstanceOf(LockOutcome.Unguarded.class);
        await().until(() -> redis.keys("*:queue:*").isEmpty());
        redis.command("DEL", "lockstitch:lock:{k}");
        held.close();
    }

    private CompletableFuture<LockOutcome> later(LockRequest request) {
        return later(request, new CountDownLatch(0));
    }

    private CompletableFuture<LockOutcome> later(LockRequest request, CountDownLatch go) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        go.await();
                        return one.coordinator().lock(request);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
    }

    private static LockRequest request(OnUnavailable policy, Duration wait, String... keys) {
        return new LockRequest("", List.of(keys), LockMode.EXCLUSIVE, false, wait, null, Duration.ZERO, policy, false);
    }
}
