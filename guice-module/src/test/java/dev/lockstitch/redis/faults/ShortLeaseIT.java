package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Proxy;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Settings;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A lease that is over before its grant is heard of: nobody enters on it, and whoever asked is told what to change. */
final class ShortLeaseIT {

    private static final Duration EACH_WAY = Duration.ofMillis(20);
    private static final LockRequest REQUEST = LockRequest.of("k").leaseTime(Duration.ofMillis(15));

    private static RedisProcess redis;
    private static Proxy proxy;
    private static Node node;

    private final Logged logged = new Logged();

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
        proxy = Proxy.before(redis);
        proxy.delay(EACH_WAY);
        node = Node.on(
                proxy.url(),
                Settings.patient().onUnavailable(OnUnavailable.FAIL).build());
    }

    @AfterAll
    static void stop() {
        node.close();
        proxy.close();
        redis.close();
    }

    @AfterEach
    void end() {
        logged.close();
    }

    private static Coordinator coordinator() {
        return node.coordinator();
    }

    private static void assertToldToMakeItLonger(ThrowingCallable call) throws Exception {
        assertThatThrownBy(call)
                .isInstanceOf(CoordinationUnavailableException.class)
                .hasMessageContaining("the lease of 15 ms was over before Redis's answer came, twice")
                .hasMessageContaining("make leaseTime longer than a round trip to Redis");
        await().untilAsserted(() -> assertThat(
                        List.of(redis.keys("*:lock:*"), redis.keys("*:readers:*"), redis.keys("*:queue:*")))
                .allMatch(List::isEmpty));
        assertThat(coordinator().isRedisAvailable()).isTrue();
        coordinator().withLock("k", () -> assertThat(HeldLock.current()).isPresent());
    }

    @Test
    void noLockIsHandedOut() throws Exception {
        for (LockRequest each :
                List.of(REQUEST, REQUEST.shared(), REQUEST.fair(true), REQUEST.keys(List.of("k", "l")))) {
            assertToldToMakeItLonger(() -> coordinator().tryLock(each));
        }
    }

    @Test
    void noFutureCompletesWithALock() throws Exception {
        assertToldToMakeItLonger(() -> {
            try {
                Optional<HeldLock> lock = coordinator().tryLockAsync(REQUEST).join();
                assertThat(lock).isEmpty();
            } catch (CompletionException e) {
                throw e.getCause();
            }
        });
    }

    @Test
    void noBodyRuns() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        assertToldToMakeItLonger(() -> coordinator().withLock(REQUEST, ran::incrementAndGet));
        assertThat(ran).hasValue(0);
    }
}
