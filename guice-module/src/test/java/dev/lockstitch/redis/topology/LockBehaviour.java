package dev.lockstitch.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What locks do, on whatever topology. */
interface LockBehaviour extends OnTopology {

    @Test
    default void twoNodesExcludeEachOther() {
        String key = key();
        try (HeldLock held = one().tryLock(key, Duration.ZERO).orElseThrow()) {
            assertThat(held.isHeld()).isTrue();
            assertThat(two().tryLock(key, Duration.ZERO)).isEmpty();
            assertThatThrownBy(() -> two().withLock(key, MOMENT, () -> null))
                    .isInstanceOf(LockNotAcquiredException.class);
        }
        two().tryLock(key, Duration.ZERO).orElseThrow().close();
    }

    @Test
    default void whoeverWaitsOnAnotherNodeGetsTheLockWhenItIsFree() {
        String key = key();
        HeldLock held = one().tryLock(key, Duration.ZERO).orElseThrow();
        var waiting = elsewhere(() -> two().tryLock(key, PATIENCE).orElseThrow());
        soon().until(() -> topology().keys("shop:queue:*").contains(named("queue", key)));
        assertThat(waiting).isNotDone();
        held.close();
        try (HeldLock next = waiting.join()) {
            assertThat(next.fencingToken()).isGreaterThan(held.fencingToken());
            assertThat(one().tryLock(key, Duration.ZERO)).isEmpty();
        }
    }

    @Test
    default void whoHasALockEntersItAgainWithoutTouchingIt() throws Exception {
        String key = key();
        one().withLock(key, () -> {
            HeldLock outer = HeldLock.current().orElseThrow();
            one().withLock(key, () -> null);
            assertThat(outer.isHeld()).isTrue();
            assertThat(two().tryLock(key, Duration.ZERO)).isEmpty();
            return null;
        });
        assertGone(key);
    }

    @Test
    default void readersShareAndAWriterIsAlone() {
        String key = key();
        LockRequest reading = LockRequest.of(key).shared().waitTime(Duration.ZERO);
        HeldLock reader = one().tryLock(reading).orElseThrow();
        HeldLock other = two().tryLock(reading).orElseThrow();
        assertThat(two().tryLock(key, Duration.ZERO)).isEmpty();
        reader.close();
        assertThat(one().tryLock(key, Duration.ZERO)).isEmpty();
        other.close();
        try (HeldLock writer = one().tryLock(key, Duration.ZERO).orElseThrow()) {
            assertThat(writer.isHeld()).isTrue();
            assertThat(two().tryLock(reading)).isEmpty();
        }
    }

    @Test
    default void fairWaitersOfBothNodesAreServedInTheOrderOfTheirArrival() {
        String key = key();
        LockRequest fair = LockRequest.of(key).fair(true).waitTime(PATIENCE);
        List<Integer> served = new CopyOnWriteArrayList<>();
        HeldLock held = one().tryLock(fair).orElseThrow();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            var from = i % 2 == 0 ? one() : two();
            all.add(from.tryLockAsync(fair).thenAccept(lock -> {
                served.add(number);
                lock.orElseThrow().close();
            }));
            int queued = i + 1;
            soon().until(() -> waiting(key) == queued);
        }
        held.close();
        all.forEach(CompletableFuture::join);
        assertThat(served).containsExactly(0, 1, 2, 3);
    }

    private long waiting(String key) {
        return topology().primaries().stream()
                .filter(redis -> redis.keys("shop:queue:*").contains(named("queue", key)))
                .mapToLong(redis -> redis.command("ZCARD", named("queue", key)) instanceof Long count ? count : 0)
                .sum();
    }

    @Test
    default void severalKeysAreTakenTogetherOrNotAtAll() throws Exception {
        List<String> keys = keysApart(2);
        String first = keys.get(0);
        String second = keys.get(1);
        LockRequest both = LockRequest.of(first, second).waitTime(Duration.ZERO);
        try (HeldLock held = two().tryLock(second, Duration.ZERO).orElseThrow()) {
            assertThat(held.isHeld()).isTrue();
            assertThat(one().tryLock(both)).isEmpty();
            two().tryLock(first, PATIENCE).orElseThrow().close();
        }
        one().withLock(both, () -> {
            assertThat(two().tryLock(first, Duration.ZERO)).isEmpty();
            assertThat(two().tryLock(second, Duration.ZERO)).isEmpty();
            return null;
        });
    }

    @Test
    default void fencingTokensGrowFromNodeToNodeAlsoWhenRedisHasForgotten() {
        String key = key();
        long last = 0;
        for (int i = 0; i < 6; i++) {
            try (HeldLock lock =
                    (i % 2 == 0 ? one() : two()).tryLock(key, PATIENCE).orElseThrow()) {
                assertThat(lock.fencingToken()).isGreaterThan(last);
                last = lock.fencingToken();
            }
            if (i == 3) {
                topology().flush();
            }
        }
    }

    @Test
    default void aLockIsKeptForItsLeastTimeAndNoLonger() throws Exception {
        String key = key();
        Duration least = Duration.ofMillis(300);
        one().withLock(LockRequest.of(key).minHoldTime(least), () -> null);
        assertThat(topology().ttlMillis(named("lock", key))).isBetween(1L, least.toMillis());
        assertThat(two().tryLock(key, Duration.ZERO)).isEmpty();
        two().tryLock(key, PATIENCE).orElseThrow().close();
    }

    @Test
    default void afterItsLeaseALockIsLostAndAnothersAndThatIsTold() {
        String key = key();
        AtomicInteger lost = new AtomicInteger();
        HeldLock held =
                one().tryLock(key, Duration.ZERO, Duration.ofMillis(150)).orElseThrow();
        held.onLost(lost::incrementAndGet);
        try (HeldLock next = two().tryLock(key, PATIENCE).orElseThrow()) {
            assertThat(held.isHeld()).isFalse();
            soon().until(() -> lost.get() == 1);
            held.close();
            assertThat(next.isHeld()).isTrue();
            assertThat(one().tryLock(key, Duration.ZERO))
                    .as("the late release harms nobody")
                    .isEmpty();
        }
        assertThat(told().of(key)).contains("acquired", "lost");
    }

    @Test
    default void aLeaseWithoutAnEndIsRenewedWhileTheLockIsHeld() {
        String key = key();
        try (HeldLock held = one().tryLock(key, Duration.ZERO).orElseThrow()) {
            long before = topology().ttlMillis(named("lock", key));
            soon().until(() -> topology().ttlMillis(named("lock", key)) < before - 100);
            long lower = before - 100;
            soon().until(() -> topology().ttlMillis(named("lock", key)) > lower);
            assertThat(held.isHeld()).isTrue();
        }
        assertGone(key);
    }

    @Test
    default void aLockThatRedisForgotIsToldAsLost() {
        String key = key();
        HeldLock held = one().tryLock(key, Duration.ZERO).orElseThrow();
        AtomicInteger lost = new AtomicInteger();
        held.onLost(lost::incrementAndGet);
        topology().flush();
        soon().until(() -> lost.get() == 1);
        assertThat(held.isHeld()).isFalse();
        held.close();
        assertThat(told().of(key)).containsOnlyOnce("lost");
    }

    @Test
    default void aLockIsGivenBackOnAnotherNodeByItsToken() {
        String key = key();
        HeldLock held = one().tryLock(key, Duration.ZERO).orElseThrow();
        assertThat(held.extend(Duration.ofSeconds(5))).isTrue();
        assertThat(two().release(key, held.token())).isTrue();
        assertThat(two().release(key, held.token())).isFalse();
        held.close();
        two().tryLock(key, Duration.ZERO).orElseThrow().close();
        assertThat(told().of(key)).doesNotContain("lost");
    }

    @Test
    default void theListenerIsToldOfEverythingInOrder() throws Exception {
        String key = key();
        one().withLock(key, () -> null);
        try (HeldLock held = two().tryLock(key, Duration.ZERO).orElseThrow()) {
            assertThat(held.isHeld()).isTrue();
            assertThat(one().tryLock(key, Duration.ofMillis(250))).isEmpty();
        }
        assertThat(told().of(key)).containsExactly("acquired", "released", "waiting", "contended");
    }

    /** Nothing is left but the fencing token, which expires. */
    default void assertGone(String key) {
        soon().until(() -> topology().keys("*").stream()
                .filter(name -> name.contains('{' + key + '}'))
                .allMatch(name -> name.startsWith("shop:fence:") && topology().ttlMillis(name) > 0));
    }
}
