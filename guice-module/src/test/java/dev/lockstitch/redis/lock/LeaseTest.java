package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Settings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a lock lasts, and how its end is told. */
final class LeaseTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LEASE = Duration.ofMillis(400);
    private static final Duration MAX_HOLD = Duration.ofMillis(1500);

    private static RedisProcess redis;
    private static Node one;
    private static Node two;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
        one = Node.on(redis, Settings.but().lockLease(LEASE).maxHold(MAX_HOLD).build());
        two = Node.on(redis);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.command("FLUSHALL");
    }

    @Test
    void aLockIsRenewedWhileItIsHeldUpToTheLongestHold() {
        try (Logged logged = new Logged();
                HeldLock held = one.coordinator().tryLock("k", AT_ONCE).orElseThrow()) {
            long start = System.nanoTime();
            HeldLock next =
                    two.coordinator().tryLock("k", Duration.ofSeconds(10)).orElseThrow();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("several leases, then maxHold")
                    .isGreaterThan(MAX_HOLD);
            next.close();
            await().until(() -> !held.isHeld());
            assertThat(logged.warnings())
                    .filteredOn(line -> line.contains("maxHold"))
                    .singleElement()
                    .asString()
                    .contains("\"k\"");
        }
    }

    @Test
    void anExplicitLeaseEndsAsGivenAndTheLateHolderLeavesTheNextAlone() {
        AtomicInteger lost = new AtomicInteger();
        try (Logged logged = new Logged()) {
            HeldLock late = one.coordinator()
                    .tryLock("k", AT_ONCE, Duration.ofMillis(200))
                    .orElseThrow();
            late.onLost(lost::incrementAndGet);
            HeldLock next =
                    two.coordinator().tryLock("k", Duration.ofSeconds(10)).orElseThrow();
            assertThat(late.isHeld()).isFalse();
            assertThat(late.remaining()).isZero();
            assertThatThrownBy(late::assertHeld)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("was lost");
            assertThat(next.fencingToken()).isGreaterThan(late.fencingToken());
            await().until(() -> lost.get() == 1);
            late.close();
            assertThat(one.coordinator().tryLock("k", AT_ONCE))
                    .as("the late one released nothing")
                    .isEmpty();
            next.close();
            assertThat(logged.warnings()).singleElement().asString().contains("\"k\"", "unprotected", "ms");
        }
        assertThat(lost).hasValue(1);
    }

    @Test
    void aLossIsNoticedSoonHoweverLongTheLeaseWasExtendedBy() {
        try (Logged logged = new Logged()) {
            try (HeldLock held = one.coordinator().tryLock("k", AT_ONCE).orElseThrow()) {
                assertThat(held.extend(Duration.ofMinutes(10))).isTrue();
                redis.command("FLUSHALL");
                await().until(() -> !held.isHeld());
            }
            assertThat(logged.warnings()).singleElement().asString().contains("\"k\"", "unprotected");
        }
    }

    @Test
    void aLockThatRedisForgotIsLostAndTheResultStays() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        try (Logged logged = new Logged()) {
            String result = one.coordinator().withLock("k", () -> {
                HeldLock lock = HeldLock.current().orElseThrow();
                lock.onLost(lost::incrementAndGet);
                redis.command("FLUSHALL");
                await().until(() -> lost.get() == 1);
                assertThat(lock.isHeld()).isFalse();
                assertThat(lock.extend(Duration.ofSeconds(1))).isFalse();
                return "done";
            });
            assertThat(result).isEqualTo("done");
            assertThat(logged.warnings()).singleElement().asString().contains("\"k\"", "unprotected");
        }
        assertThat(lost).hasValue(1);
    }

    @Test
    void whatIsGivenBackElsewhereByItsTokenIsNotToldAsLostWhenItIsNoticed() {
        AtomicInteger lost = new AtomicInteger();
        try (Logged logged = new Logged()) {
            HeldLock held = one.coordinator().tryLock("k", AT_ONCE).orElseThrow();
            held.onLost(lost::incrementAndGet);
            assertThat(two.coordinator().release("k", held.token())).isTrue();
            await().until(() -> !held.isHeld());
            HeldLock witness = one.coordinator()
                    .tryLock("w", AT_ONCE, Duration.ofMillis(100))
                    .orElseThrow();
            AtomicInteger later = new AtomicInteger();
            witness.onLost(later::incrementAndGet);
            await().until(() -> later.get() == 1);
            held.onLost(lost::incrementAndGet);
            held.close();
            assertThat(logged.warnings()).isEmpty();
            witness.close();
        }
        assertThat(lost).hasValue(0);
    }

    @Test
    void anOnLostActionThatThrowsHarmsNobody() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        one.coordinator().withLock("k", () -> {
            HeldLock lock = HeldLock.current().orElseThrow();
            lock.onLost(() -> {
                throw new IllegalStateException("planted");
            });
            lock.onLost(lost::incrementAndGet);
            redis.command("FLUSHALL");
            await().until(() -> lost.get() == 1);
            lock.onLost(lost::incrementAndGet);
            await().until(() -> lost.get() == 2);
            return null;
        });
        one.coordinator().tryLock("other", AT_ONCE).orElseThrow().close();
    }

    @Test
    void aSlowActionKeepsNoOtherLockFromBeingRenewed() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        HeldLock doomed = one.coordinator()
                .tryLock("doomed", AT_ONCE, Duration.ofMillis(50))
                .orElseThrow();
        doomed.onLost(() -> awaitQuietly(slow));
        try (HeldLock healthy = one.coordinator().tryLock("k", AT_ONCE).orElseThrow()) {
            assertThat(two.coordinator().tryLock("k", LEASE.multipliedBy(2))).isEmpty();
            assertThat(healthy.isHeld()).isTrue();
        } finally {
            slow.countDown();
            doomed.close();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aRenewalThatIsOvertakenByAnExtensionDoesNotTakeItBack() {
        try (HeldLock held = one.coordinator().tryLock("k", AT_ONCE).orElseThrow()) {
            assertThat(held.extend(Duration.ofSeconds(60))).isTrue();
            LockScripts late =
                    new LockScripts(one.connection().redis(), one.connection().names());
            late.renew(late.names("k"), held.token(), new Lease(LEASE.toMillis(), true))
                    .join();
            assertThat(redis.ttlMillis("lockstitch:lock:{k}")).isGreaterThan(50_000);
        }
    }

    @Test
    void aLockThatWasGivenBackLeavesNoTimerBehind() {
        ScheduledThreadPoolExecutor timer =
                (ScheduledThreadPoolExecutor) one.connection().timer();
        for (int i = 0; i < 200; i++) {
            try (HeldLock held = one.coordinator()
                    .tryLock("k", AT_ONCE, Duration.ofMinutes(1))
                    .orElseThrow()) {
                held.onLost(() -> {});
                held.onLost(() -> {});
            }
        }
        assertThat(timer.getQueue()).hasSizeLessThan(20);
    }

    @Test
    void noActionRunsForALockThatWasGivenBack() {
        AtomicInteger lost = new AtomicInteger();
        HeldLock held =
                one.coordinator().tryLock("k", AT_ONCE, Duration.ofMillis(100)).orElseThrow();
        held.onLost(lost::incrementAndGet);
        held.close();
        AtomicInteger later = new AtomicInteger();
        HeldLock witness =
                one.coordinator().tryLock("w", AT_ONCE, Duration.ofMillis(200)).orElseThrow();
        witness.onLost(later::incrementAndGet);
        await().until(() -> later.get() == 1);
        witness.close();
        assertThat(lost).hasValue(0);
    }
}
