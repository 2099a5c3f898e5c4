package dev.lockstitch.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What limits do, on whatever topology. */
interface LimitBehaviour extends OnTopology {

    Limit THREE_AN_HOUR = Limit.of(3, Duration.ofHours(1));
    Limit TWO_AN_HOUR = Limit.of(2, Duration.ofHours(1));

    @Test
    default void twoNodesTogetherGetWhatTheLimitSays() {
        String key = key();
        long granted = IntStream.range(0, 6)
                .filter(i -> (i % 2 == 0 ? one() : two())
                        .tryAcquire(key, THREE_AN_HOUR, 1)
                        .granted())
                .count();
        assertThat(granted).isEqualTo(3);
        assertThat(topology().keys("shop:limit:*"))
                .filteredOn(name -> name.contains('{' + key + '}'))
                .hasSize(1)
                .allMatch(name -> topology().ttlMillis(name) > 0);
    }

    @Test
    default void aCallTakesWhatItCostsAndNothingCostsNothing() {
        String key = key();
        assertThat(one().tryAcquire(key, THREE_AN_HOUR, 2).binding().remaining())
                .isEqualTo(1);
        assertThat(two().tryAcquire(key, THREE_AN_HOUR, 2).granted()).isFalse();
        RateLimitDecision look = two().tryAcquire(key, THREE_AN_HOUR, 0);
        assertThat(look.granted()).isTrue();
        assertThat(look.binding().remaining()).isEqualTo(1);
        assertThat(one().tryAcquire(key, THREE_AN_HOUR, 4).retryAfter()).isEqualTo(RateLimitDecision.NEVER);
    }

    @Test
    default void whoeverWaitsIsServedInTheOrderOfArrival() {
        String key = key();
        Limit slow = new Limit(1, Duration.ofMillis(80), 1);
        LimitRequest waiting = LimitRequest.of(key, slow).waitTime(PATIENCE);
        assertThat(one().tryAcquire(key, slow, 1).granted()).isTrue();
        AtomicInteger turn = new AtomicInteger();
        List<CompletableFuture<Integer>> turns = IntStream.range(0, 4)
                .mapToObj(i -> {
                    var asked = (i % 2 == 0 ? one() : two()).tryAcquireAsync(waiting);
                    // A round trip of the other node: Redis has put the one before into its place.
                    two().tryAcquire(key, slow, 0);
                    one().tryAcquire(key, slow, 0);
                    return asked.thenApply(decision -> {
                        assertThat(decision.granted()).isTrue();
                        return turn.getAndIncrement();
                    });
                })
                .toList();
        assertThat(turns.stream().map(CompletableFuture::join)).containsExactly(0, 1, 2, 3);
    }

    @Test
    default void severalLimitsInSeveralSlotsAreOneDecision() {
        List<String> keys = keysApart(3);
        LimitRequest all = LimitRequest.of(
                part("tenant", keys.get(0), THREE_AN_HOUR),
                part("user", keys.get(1), TWO_AN_HOUR),
                part("address", keys.get(2), THREE_AN_HOUR));
        assertThat(one().tryAcquire(all).granted()).isTrue();
        assertThat(two().tryAcquire(all).granted()).isTrue();
        RateLimitDecision third = one().tryAcquire(all);
        assertThat(third.granted()).isFalse();
        assertThat(third.binding().name()).isEqualTo("user");
        soon().untilAsserted(() -> assertThat(two().tryAcquire(LimitRequest.of(
                                new LimitRequest.Part("tenant", keys.get(0), THREE_AN_HOUR, 0, Duration.ZERO)))
                        .binding()
                        .remaining())
                .as("a rejected call takes nothing from the others")
                .isEqualTo(1));
    }

    @Test
    default void severalLimitsOfOneKeyAreOneDecision() {
        String key = key();
        LimitRequest both = LimitRequest.of(part("short", key, TWO_AN_HOUR), part("long", key, THREE_AN_HOUR));
        assertThat(one().tryAcquire(both).granted()).isTrue();
        assertThat(two().tryAcquire(both).granted()).isTrue();
        assertThat(one().tryAcquire(both).binding().name()).isEqualTo("short");
    }

    @Test
    default void whatIsGivenBackAnotherGets() {
        String key = key();
        RateLimitDecision taken = one().tryAcquire(key, TWO_AN_HOUR, 2);
        assertThat(taken.granted()).isTrue();
        assertThat(two().tryAcquire(key, TWO_AN_HOUR, 1).granted()).isFalse();
        assertThat(one().refund(taken)).isTrue();
        soon().until(() -> two().tryAcquire(key, TWO_AN_HOUR, 1).granted());
        assertThat(one().refund(taken)).as("a second time").isFalse();
    }

    private static LimitRequest.Part part(String name, String key, Limit limit) {
        return new LimitRequest.Part(name, key, limit, 1, Duration.ZERO);
    }
}
