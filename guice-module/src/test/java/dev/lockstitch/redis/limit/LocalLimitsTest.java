package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.Limit;
import dev.lockstitch.redis.AppliedLimit;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Limits of one JVM, on a clock that the test sets. */
final class LocalLimitsTest {

    private static final Limit TEN_A_SECOND = Limit.of(10, Duration.ofSeconds(1));

    private static final Limit ONE_A_SECOND = Limit.of(1, Duration.ofSeconds(1));
    private static final Limit TEN_A_SECOND_ONE_BY_ONE = new Limit(10, Duration.ofSeconds(1), 1);

    private final AtomicLong nanos = new AtomicLong(TimeUnit.DAYS.toNanos(1));
    private final LocalLimits limits = new LocalLimits(1, nanos::get);

    @Test
    void aBurstIsThereAtOnceAndThenPermitsComeBackOneByOne() {
        assertThat(granted(limits, TEN_A_SECOND, 20)).isEqualTo(10);
        advance(Duration.ofMillis(99));
        assertThat(granted(limits, TEN_A_SECOND, 5)).isZero();
        advance(Duration.ofMillis(1));
        assertThat(granted(limits, TEN_A_SECOND, 5)).isEqualTo(1);
        advance(Duration.ofSeconds(60));
        assertThat(granted(limits, TEN_A_SECOND, 20)).isEqualTo(10);
    }

    @Test
    void aShareIsThatPartOfTheBurstAndOfTheRate() {
        LocalLimits third = new LocalLimits(0.3, nanos::get);
        assertThat(granted(third, TEN_A_SECOND, 20)).isEqualTo(3);
        advance(Duration.ofSeconds(1));
        assertThat(granted(third, TEN_A_SECOND, 20)).isBetween(2, 3);
        int granted = 0;
        for (int i = 0; i < 1000; i++) {
            advance(Duration.ofMillis(100));
            granted += granted(third, TEN_A_SECOND, 3);
        }
        assertThat(granted).isBetween(298, 301);
    }

    @Test
    void aShareSmallerThanAPermitIsStillOne() {
        assertThat(granted(new LocalLimits(0.01, nanos::get), TEN_A_SECOND, 20)).isEqualTo(1);
    }

    @Test
    void severalLimitsAreAllOrNothing() {
        Bucket few = bucket("few", Limit.of(1, Duration.ofHours(1)));
        Bucket many = bucket("many", TEN_A_SECOND);
        assertThat(limits.decide(List.of(many, few)).granted()).isTrue();
        Decision second = limits.decide(List.of(many, few));
        assertThat(second.granted()).isFalse();
        assertThat(second.binding().name()).isEqualTo("few");
        assertThat(second.limits().get(0).remaining()).isEqualTo(9);
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        Bucket one = bucket("one", Limit.of(1, Duration.ofHours(1)));
        Taken taken = Objects.requireNonNull(limits.decide(List.of(one)).takeBack());
        assertThat(limits.decide(List.of(one)).granted()).isFalse();
        assertThat(limits.give(taken)).isTrue();
        assertThat(limits.decide(List.of(one)).granted()).isTrue();
    }

    @Test
    void whoLeavesTheLineOfASlowLimitOpensTheOthersAgain() {
        List<Bucket> both = List.of(patient("slow", ONE_A_SECOND), patient("fast", TEN_A_SECOND_ONE_BY_ONE));
        limits.decide(both);
        Decision waiting = limits.decide(both);
        assertThat(waiting.waitMicros()).isEqualTo(1_000_000);
        assertThat(limits.give(Objects.requireNonNull(waiting.takeBack()))).isTrue();
        advance(Duration.ofMillis(100));
        assertThat(granted(limits, "fast", TEN_A_SECOND_ONE_BY_ONE)).isTrue();
    }

    @Test
    void whoLeavesFromAmongThoseThatWaitLetsNobodyStartBesideThem() {
        List<Bucket> both = List.of(patient("slow", ONE_A_SECOND), patient("fast", TEN_A_SECOND_ONE_BY_ONE));
        limits.decide(both);
        Decision first = limits.decide(both);
        limits.decide(both);
        assertThat(limits.give(Objects.requireNonNull(first.takeBack()))).isFalse();
        advance(Duration.ofMillis(1900));
        assertThat(granted(limits, "fast", TEN_A_SECOND_ONE_BY_ONE)).isFalse();
        advance(Duration.ofMillis(200));
        assertThat(granted(limits, "fast", TEN_A_SECOND_ONE_BY_ONE)).isTrue();
    }

    @Test
    void aLimitInShadowKeepsNobodyWaiting() {
        Bucket tried =
                Bucket.of(new AppliedLimit("slow", "key", ONE_A_SECOND, ONE_A_SECOND, 1, Duration.ofSeconds(5), true));
        for (int i = 0; i < 3; i++) {
            assertThat(limits.decide(List.of(tried, patient("fast", TEN_A_SECOND)))
                            .waitMicros())
                    .isZero();
        }
    }

    @Test
    void ofTwoThatStartTogetherNeitherIsTakenForTheLast() {
        Limit two = new Limit(10, Duration.ofSeconds(1), 2);
        List<Bucket> both = List.of(patient("slow", ONE_A_SECOND), patient("fast", two));
        limits.decide(both);
        Decision first = limits.decide(both);
        assertThat(limits.decide(List.of(patient("fast", two))).waitMicros()).isEqualTo(1_000_000);
        assertThat(limits.give(Objects.requireNonNull(first.takeBack())))
                .as("the slow one")
                .isTrue();
        assertThat(granted(limits, "fast", two)).isFalse();
    }

    @Test
    void limitsThatAreFullAgainAreForgotten() {
        for (int i = 0; i < 20_000; i++) {
            limits.decide(List.of(Bucket.of(Asked.of("name", "key" + i, TEN_A_SECOND, 1))));
            advance(Duration.ofMillis(1));
        }
        assertThat(limits.size()).isLessThan(3_000);
    }

    private int granted(LocalLimits of, Limit limit, int calls) {
        int granted = 0;
        for (int i = 0; i < calls; i++) {
            granted += of.decide(List.of(bucket("name", limit))).granted() ? 1 : 0;
        }
        return granted;
    }

    private static boolean granted(LocalLimits of, String name, Limit limit) {
        return of.decide(List.of(bucket(name, limit))).granted();
    }

    private static Bucket patient(String name, Limit limit) {
        return Bucket.of(new AppliedLimit(name, "key", limit, limit, 1, Duration.ofSeconds(5), false));
    }

    private static Bucket bucket(String name, Limit limit) {
        return Bucket.of(new AppliedLimit(name, "key", limit, limit, 1, Duration.ZERO, false));
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
