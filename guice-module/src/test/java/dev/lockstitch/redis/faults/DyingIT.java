package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Settings;
import dev.lockstitch.redis.testing.Stalls;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis goes away while callers wait. */
final class DyingIT {

    private static final Duration TOLD = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofMinutes(5);

    /** Shorter than the time after which who waits asks again anyway. */
    private static final Duration SHORT = Duration.ofMillis(450);

    private static final int ROUNDS = 20;
    private static final List<Mode> BRIEF = List.of(Mode.PLAIN, Mode.SHARED, Mode.SEVERAL, Mode.LATER);
    private static final Class<?> UNAVAILABLE = CoordinationUnavailableException.class;
    private static final CoordinatorSettings FAILING =
            Settings.but().onUnavailable(OnUnavailable.FAIL).build();
    private static final List<Mode> WAITING = List.of(Mode.PLAIN, Mode.SHARED, Mode.FAIR, Mode.SEVERAL, Mode.LATER);

    private final Logged logged = new Logged();
    private final Stalls stalls = new Stalls();

    @AfterEach
    void stop() {
        stalls.close();
        logged.close();
    }

    /** Each waits at a node of its own, where nobody else notices anything; at one of them a second one in line. */
    @Test
    void whoWaitsForALockIsToldOfTheOutageWithinThreeSecondsAndNeverOfContention() throws Exception {
        Together.each(List.of(Harm.KILLED, Harm.FROZEN, Harm.BLACK_HOLE), this::suffer);
    }

    private void suffer(Harm harm) throws Exception {
        try (Site site = new Site();
                Node holder = Node.on(site.redis)) {
            Map<Mode, Node> nodes = new EnumMap<>(Mode.class);
            WAITING.forEach(mode -> nodes.put(mode, site.node(FAILING)));
            List<HeldLock> holds = WAITING.stream()
                    .map(mode -> holder.coordinator()
                            .tryLock(mode.name(), Duration.ZERO)
                            .orElseThrow())
                    .toList();
            AtomicInteger waiting = new AtomicInteger();
            CompletableFuture<Void> harmed = new CompletableFuture<>();
            CompletableFuture<Void> waiters = CompletableFuture.runAsync(() -> waitForAll(nodes, waiting, harmed));
            await().pollInterval(Site.SOON)
                    .until(() -> waiting.get() == WAITING.size() + 1
                            && site.redis.keys("*:queue:*").size() == WAITING.size());
            harm.begin(site);
            long start = System.nanoTime();
            harmed.complete(null);
            waiters.join();
            assertThat(Site.since(start)).isLessThan(TOLD.plus(stalls.worst()));
            holds.forEach(HeldLock::close);
        }
    }

    /** At the end of its time it asks once more: what it hears of is no contention, though its time is over. */
    @Test
    void whoseWaitEndsJustAfterRedisHasGoneIsToldOfTheOutageAndNotOfContention() throws Exception {
        Together.each(List.of(Harm.KILLED, Harm.FROZEN, Harm.BLACK_HOLE), harm -> {
            boolean inTime = false;
            for (int round = 0; !inTime && round < ROUNDS; round++) {
                inTime = sufferShortly(harm);
            }
            assertThat(inTime).as("the harm came in time").isTrue();
        });
    }

    /** False when the machine was too slow, so that somebody's time may have been over before the harm was done. */
    private boolean sufferShortly(Harm harm) throws Exception {
        try (Site site = new Site();
                Node holder = Node.on(site.redis)) {
            Map<Mode, Node> nodes = new EnumMap<>(Mode.class);
            BRIEF.forEach(mode -> nodes.put(mode, site.node(FAILING)));
            BRIEF.forEach(mode -> assertThat(holder.coordinator().tryLock(mode.name(), Duration.ZERO))
                    .isPresent());
            stalls.reset();
            long start = System.nanoTime();
            FutureTask<Map<Mode, Throwable>> ends = new FutureTask<>(() -> endsOfBriefWaits(nodes, start));
            new Thread(ends).start();
            await().pollInterval(Site.SOON)
                    .until(() -> site.redis.keys("*:queue:*").size() == BRIEF.size() || ends.isDone());
            harm.begin(site);
            boolean inTime = Site.since(start).compareTo(SHORT) < 0;
            Map<Mode, Throwable> thrown = ends.get();
            if (inTime) {
                assertThat(thrown.values()).hasSize(BRIEF.size()).hasOnlyElementsOfType(UNAVAILABLE);
            }
            return inTime;
        }
    }

    private Map<Mode, Throwable> endsOfBriefWaits(Map<Mode, Node> nodes, long start) throws Exception {
        Map<Mode, Throwable> ends = new ConcurrentHashMap<>();
        Together.each(BRIEF, mode -> {
            Throwable thrown = catchThrowable(waitFor(mode, Objects.requireNonNull(nodes.get(mode)), SHORT));
            assertThat(Site.since(start))
                    .isLessThan(SHORT.plus(FAILING.decisionBudget())
                            .plusMillis(100)
                            .plus(stalls.worst().multipliedBy(2)));
            ends.put(mode, thrown instanceof CompletionException ? thrown.getCause() : thrown);
        });
        return ends;
    }

    private static void waitForAll(Map<Mode, Node> nodes, AtomicInteger waiting, CompletableFuture<Void> harmed) {
        List<Mode> all = List.of(Mode.PLAIN, Mode.PLAIN, Mode.SHARED, Mode.FAIR, Mode.SEVERAL, Mode.LATER);
        try {
            Together.each(all, mode -> {
                waiting.incrementAndGet();
                assertThatThrownBy(waitFor(mode, Objects.requireNonNull(nodes.get(mode)), LONG))
                        .satisfies(
                                thrown -> assertThat(thrown instanceof CompletionException ? thrown.getCause() : thrown)
                                        .isInstanceOf(CoordinationUnavailableException.class));
                assertThat(harmed).as("told before there was an outage").isDone();
            });
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static ThrowingCallable waitFor(Mode mode, Node node, Duration waitTime) {
        return () -> mode.run(node.coordinator(), mode.request(mode.name()).waitTime(waitTime), () -> {
            throw new AssertionError("It ran");
        });
    }

    @Test
    void whoAsksToWaitForPermitsIsToldWithinTheBudgetHoweverLongItWouldWait() throws Exception {
        Limit limit = new Limit(1, Duration.ofMinutes(1), 1);
        try (Site site = new Site()) {
            Node node = site.node(FAILING);
            site.redis.freeze();
            stalls.reset();
            long start = System.nanoTime();
            LimitRequest request = LimitRequest.of("k", limit).waitTime(LONG);
            assertThatThrownBy(() -> node.coordinator().tryAcquire(request))
                    .isInstanceOf(CoordinationUnavailableException.class);
            assertThat(Site.since(start))
                    .isLessThan(FAILING.decisionBudget().plusMillis(100).plus(stalls.worst()));
            assertThatThrownBy(() -> node.coordinator().tryAcquireAsync(request).join())
                    .hasCauseInstanceOf(CoordinationUnavailableException.class);
            site.redis.thaw();
        }
    }

    /** It is not in doubt: the place was promised, and nobody else starts then. */
    @Test
    void whoHasItsPermitsReservedBeginsAtItsTimeThoughRedisDiesMeanwhile() throws Exception {
        Duration period = Duration.ofMillis(700);
        Limit limit = new Limit(1, period, 1);
        try (Site site = new Site()) {
            Node node = site.node(FAILING);
            LimitRequest request = LimitRequest.of("k", limit).waitTime(LONG);
            long start = System.nanoTime();
            node.coordinator().tryAcquire(request);
            CompletableFuture<RateLimitDecision> waiter = node.coordinator().tryAcquireAsync(request);
            await().pollInterval(Site.SOON).until(() -> isReserved(site));
            stalls.reset();
            site.redis.kill();
            RateLimitDecision decision = waiter.join();
            assertThat(decision.granted()).isTrue();
            assertThat(decision.enforced()).isTrue();
            assertThat(Site.since(start)).isBetween(period, period.plus(TOLD).plus(stalls.worst()));
        }
    }

    private static boolean isReserved(Site site) {
        return site.redis.ttlMillis(site.redis.keys("*:limit:*{k}*").get(0)) > 700;
    }
}
