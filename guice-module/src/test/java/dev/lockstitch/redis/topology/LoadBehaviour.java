package dev.lockstitch.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that do not block, many at once, and under hostile keys, on whatever topology. */
interface LoadBehaviour extends OnTopology {

    int CALLS = 200;
    int KEYS = 20;

    @Test
    default void redisIsAvailable() {
        assertThat(one().isRedisAvailable()).isTrue();
        assertThat(two().isRedisAvailable()).isTrue();
    }

    @Test
    default void aLockOfAFutureLastsUntilThatIsDone() {
        String key = key();
        CompletableFuture<String> body = new CompletableFuture<>();
        CompletableFuture<String> result = one().withLockAsync(key, () -> body);
        soon().until(() -> topology().keys("shop:lock:*").contains(named("lock", key)));
        assertThat(two().tryLock(key, Duration.ZERO)).isEmpty();
        CompletableFuture<String> next = two().withLockAsync(key, () -> CompletableFuture.completedFuture("next"));
        assertThat(next).isNotDone();
        body.complete("first");
        assertThat(result.join()).isEqualTo("first");
        assertThat(next.join()).isEqualTo("next");
        assertThat(one().tryAcquireAsync(key, Limit.of(1, Duration.ofHours(1)), 1)
                        .join()
                        .granted())
                .isTrue();
    }

    @Test
    default void ofABurstOfCallsEachIsGuardedAndNoTwoAreInsideTogether() {
        String key = key();
        AtomicInteger inside = new AtomicInteger();
        int[] plain = new int[KEYS];
        List<CompletableFuture<Boolean>> calls = IntStream.range(0, CALLS)
                .mapToObj(i ->
                        elsewhere(() -> (i % 2 == 0 ? one() : two()).withLock(key + ':' + i % KEYS, PATIENCE, () -> {
                            // Not atomic: the lock alone makes it so.
                            plain[i % KEYS]++;
                            inside.incrementAndGet();
                            return HeldLock.current().isPresent();
                        })))
                .toList();
        assertThat(calls).allMatch(CompletableFuture::join);
        assertThat(inside).hasValue(CALLS);
        assertThat(plain).containsOnly(CALLS / KEYS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a{b",
                "{}x",
                "{",
                "}",
                "}{",
                "{a}{b}",
                "{{a}}",
                "{a{b}c}",
                "a}b{c",
                "{}",
                "a:b:c",
                "::",
                "{a}:{",
                "naïve",
                "🔑",
                "🔑{🔑}",
                "\ud800",
                "a\nb\u0000c",
                " ",
                "\\",
                "\\<",
                "*?[a]"
            })
    default void aKeyOfAnyShapeIsLockedAndLimitedAndLeavesNothing(String shape) throws Exception {
        topology().flush();
        HeldLock held = one().tryLock(shape, Duration.ZERO).orElseThrow();
        assertThat(two().tryLock(shape, Duration.ZERO)).isEmpty();
        var waiting = two().tryLockAsync(shape, PATIENCE);
        soon().until(() -> !topology().keys("shop:queue:*").isEmpty());
        held.close();
        waiting.join().orElseThrow().close();
        Limit one = Limit.of(1, Duration.ofHours(1));
        assertThat(one().tryAcquire(shape, one, 1).granted()).isTrue();
        assertThat(two().tryAcquire(shape, one, 1).granted()).isFalse();
        soon().untilAsserted(() -> assertThat(topology().keys("shop:*"))
                .allMatch(name -> name.startsWith("shop:fence:") || name.startsWith("shop:limit:")));
    }
}
