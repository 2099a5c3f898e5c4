package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.RateLimitExceededException;
import dev.lockstitch.RateLimited;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.Wiring;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Both annotations on methods whose result comes later: woven, with permits and lock that come on other threads. */
class WovenBothTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FakeCoordinator coordinator = new FakeCoordinator();
    private final Shop shop = new Shop();
    // Begun before any call: it inherits nothing from the thread of a call.
    private final ExecutorService elsewhere = Executors.newSingleThreadExecutor();
    private Handoff.Registration registration;

    private final class Shop {

        @RateLimited(key = "limit:{0}", permits = 1, refundOn = LockNotAcquiredException.class)
        @DistributedLock(key = "lock:{0}")
        CompletableFuture<String> stage(String id) {
            return CompletableFuture.completedFuture(did(id));
        }

        @RateLimited(key = "limit:{0}", permits = 1)
        @DistributedLock(key = "lock:{0}")
        Mono<String> mono(String id) {
            return Mono.just(did(id));
        }

        @RateLimited(key = "limit:{0}", permits = 1)
        @DistributedLock(key = "lock:{0}")
        Flux<String> flux(String id) {
            return Flux.just(did(id));
        }

        @RateLimited(key = "limit:{0}", permits = 1, refundOn = LockNotAcquiredException.class)
        @DistributedLock(key = "lock:{0}")
        String plain(String id) {
            return did(id);
        }

        private String did(String id) {
            coordinator.events.add("body " + id);
            return "did " + id;
        }
    }

    @BeforeEach
    void install() throws Exception {
        registration = Handoff.install(coordinator.wiring());
        coordinator.executor = elsewhere;
        elsewhere.submit(() -> {}).get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void withdraw() {
        registration.close();
        elsewhere.shutdownNow();
    }

    private <T> CompletableFuture<T> later(Supplier<T> answer) {
        return CompletableFuture.supplyAsync(answer, elsewhere);
    }

    private void permitsAndLockComeLater() {
        coordinator.onLimitAsync = request -> later(() -> new LimitOutcome.Decided(FakeDecision.granted(request)));
        coordinator.onLockAsync =
                request -> later(() -> new LockOutcome.Granted(new FakeLock(request.key(), coordinator.events)));
    }

    private static String[] events(String id) {
        return new String[] {"limit limit:" + id, "lock lock:" + id, "body " + id, "unlock lock:" + id};
    }

    @Test
    void theLimitIsDecidedBeforeTheLockIsAskedForAndTheBodyRunsOnce() throws Exception {
        assertThat(shop.stage("a").get(30, TimeUnit.SECONDS)).isEqualTo("did a");
        assertThat(coordinator.events).containsExactly(events("a"));
        coordinator.events.clear();

        permitsAndLockComeLater();

        assertThat(shop.stage("b").get(30, TimeUnit.SECONDS)).isEqualTo("did b");
        assertThat(coordinator.events).containsExactly(events("b"));
    }

    @Test
    void eachSubscriptionIsDecidedAndLockedAnew() {
        for (Runnable mode : new Runnable[] {() -> {}, this::permitsAndLockComeLater}) {
            mode.run();
            Mono<String> mono = shop.mono("m");
            Flux<String> flux = shop.flux("f");
            for (int i = 0; i < 2; i++) {
                coordinator.events.clear();
                assertThat(mono.block(PATIENCE)).isEqualTo("did m");
                assertThat(coordinator.events).containsExactly(events("m"));
                coordinator.events.clear();
                assertThat(flux.blockLast(PATIENCE)).isEqualTo("did f");
                assertThat(coordinator.events).containsExactly(events("f"));
            }
        }
    }

    @Test
    void oneKindThatIsSwitchedOffLeavesTheOther() {
        registration.close();
        try (Handoff.Registration locksOnly = Handoff.install(new Wiring(coordinator, Map.of(), true, false, false))) {
            shop.plain("a");
        }
        assertThat(coordinator.events).containsExactly("lock lock:a", "body a", "unlock lock:a");
        coordinator.events.clear();
        try (Handoff.Registration limitsOnly = Handoff.install(new Wiring(coordinator, Map.of(), false, true, false))) {
            shop.plain("b");
        }
        assertThat(coordinator.events).containsExactly("limit limit:b", "body b");
        coordinator.events.clear();
        shop.plain("c");
        assertThat(coordinator.events).containsExactly("body c");
    }

    @Test
    void aRejectedCallAsksForNoLock() {
        coordinator.onLimitAsync =
                request -> later(() -> new LimitOutcome.Decided(FakeDecision.rejected(request, 0, Duration.ZERO)));

        assertThatThrownBy(() -> shop.stage("a").get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(RateLimitExceededException.class);
        assertThatThrownBy(() -> shop.mono("m").block(PATIENCE)).isInstanceOf(RateLimitExceededException.class);
        assertThat(coordinator.events).containsExactly("limit limit:a", "limit limit:m");
    }

    @Test
    void theRefusalOfTheLockIsWhatTheMethodThrows() {
        coordinator.onLock = request -> new LockOutcome.Contended(Duration.ZERO);
        coordinator.onLockAsync = request -> later(() -> new LockOutcome.Contended(Duration.ZERO));

        assertThatThrownBy(() -> shop.stage("a").get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(LockNotAcquiredException.class);
        assertThatThrownBy(() -> shop.plain("b")).isInstanceOf(LockNotAcquiredException.class);
        assertThat(coordinator.events)
                .containsExactly("limit limit:a", "lock lock:a", "refund", "limit limit:b", "lock lock:b", "refund");
    }
}
