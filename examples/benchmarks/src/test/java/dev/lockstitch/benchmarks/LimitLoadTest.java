package dev.lockstitch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstitch.RateLimited;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LimitLoadTest {

    @TempDir
    private Path folder;

    @Test
    void whoGrantsMoreThanTheLimitIsCaught() throws Exception {
        Load load = Load.limited(Keys.ONE, 2, Quota.TEN_A_SECOND);

        Round round = Round.of(List.of(run(new Granting(Integer.MAX_VALUE), load)), 0, load);

        assertThat(round.granted()).isGreaterThan(20);
        assertThat(round.excess()).isPositive();
        assertThat(round.overlaps()).as("bodies under a limit may overlap").isZero();
    }

    @Test
    void whoKeepsToTheLimitIsNotAndItsRejectionsAreCallsThatDidNotFail() throws Exception {
        Load load = Load.limited(Keys.ONE, 2, Quota.TEN_A_SECOND);

        Tally tally = run(new Granting(10), load);

        assertThat(tally.granted()).isEqualTo(10);
        assertThat(tally.rejected()).isEqualTo(tally.calls() - 10).isPositive();
        assertThat(tally.failed()).isZero();
        assertThat(tally.waits().longest()).isPositive();
        assertThat(Round.of(List.of(tally), 0, load).excess()).isZero();
    }

    @Test
    void aLimitIsFilledUntilEveryThreadWasRejectedOnce() throws Exception {
        Tally tally = run(
                new Granting(1_000),
                Load.limited(Keys.UNTIL_FULL, 3, Quota.THOUSAND_A_SECOND).lasting(Duration.ofMinutes(1)));

        assertThat(tally.granted()).isEqualTo(1_000);
        assertThat(tally.rejected()).isEqualTo(3);
    }

    @Test
    void allOfManyKeysAreSetUpBeforeTheRoundAndNoOthersAreCalled() throws Exception {
        Granting granting = new Granting(Integer.MAX_VALUE);

        run(granting, Load.limited(Keys.MANY, 2, Quota.MILLION_A_SECOND).startingWith("user"));

        assertThat(granting.prepared).hasSize(10_000).contains("user-0", "user-9999");
        assertThat(granting.prepared).containsAll(granting.called);
        assertThat(granting.called).hasSizeGreaterThan(1);
    }

    @Test
    void whatIsAllowedGrowsWithTimeAndKeys() {
        long second = Duration.ofSeconds(1).toNanos();

        // A millisecond for clocks that know no less.
        assertThat(Load.limited(Keys.ONE, 9, Quota.THOUSAND_A_SECOND).allowed(2 * second))
                .isCloseTo(3_001, within(0.01));
        assertThat(Load.limited(Keys.OWN, 9, Quota.THOUSAND_A_SECOND).allowed(2 * second))
                .isCloseTo(9 * 3_001, within(0.01));
        assertThat(Load.limited(Keys.ONE, 9, Quota.HUNDRED_THOUSAND_A_MINUTE).allowed(6 * second))
                .isCloseTo(110_001.67, within(0.01));
        assertThat(Load.timed(Keys.ONE, 9, Duration.ZERO).allowed(second)).isInfinite();
    }

    @ParameterizedTest
    @EnumSource
    void theAnnotationSaysWhatTheQuotaSays(Quota quota) {
        String name = quota.name().replace("_", "");
        Method method = Arrays.stream(Limited.class.getDeclaredMethods())
                .filter(each -> each.getName().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();
        RateLimited limit = method.getAnnotation(RateLimited.class);

        assertThat(limit.permits()).isEqualTo(quota.permits());
        assertThat(limit.period()).isEqualTo(quota.period().toMinutes() == 1 ? "1m" : "1s");
        assertThat(limit.burst()).isZero();
        assertThat(limit.name()).hasSize(3);
    }

    @Test
    void theKeyWhoseMemoryIsMeasuredHas20Characters() {
        assertThat(LimitMemory.key("Lockstitch")).isEqualTo("Lockstitch----------");
        assertThat(LimitMemory.key("Bucket4j/Redisson+batching")).isEqualTo("Bucket4j/Redisson+ba");
    }

    private Tally run(Alternative alternative, Load load) throws Exception {
        Load known = load.time().isZero() ? load.lasting(Duration.ofMillis(100)) : load;
        return new LoadRun(alternative, Load.ofLine(known.toLine()), new Overlaps(folder.resolve("sections"), 16))
                .run(System.currentTimeMillis());
    }

    /** Grants so many calls, then none. */
    private static final class Granting implements Alternative {

        private final AtomicInteger left;
        private final Set<String> prepared = ConcurrentHashMap.newKeySet();
        private final Set<String> called = ConcurrentHashMap.newKeySet();

        Granting(int most) {
            left = new AtomicInteger(most);
        }

        @Override
        public void prepare(List<String> keys) {
            prepared.addAll(keys);
        }

        @Override
        public boolean under(String key, Runnable body) {
            called.add(key);
            if (left.getAndDecrement() <= 0) {
                return false;
            }
            body.run();
            return true;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
