package dev.lockstitch.redis.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random clean histories pass, and no way to spoil one goes unnoticed. */
final class HistoryCheckerPropertyTest {

    private static final Rules RULES = new Rules(
            Duration.ofNanos(Schedule.LONGEST_WAIT), Duration.ZERO, Optional.of(Duration.ofNanos(Mutation.TOLERANCE)));

    @Property
    void cleanHistoriesPass(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int length) {
        assertThat(check(Schedule.random(new Random(seed), length))).isEmpty();
    }

    @Property(tries = 1000)
    void everyMutationIsCaught(
            @ForAll long seed,
            @ForAll @IntRange(min = 10, max = 60) int length,
            @ForAll Mutation mutation,
            @ForAll @IntRange(max = 9) int place) {
        List<LockRecord> clean = Schedule.random(new Random(seed), length);
        List<LockRecord> spoilt = mutation.applyTo(clean, place);
        Assume.that(spoilt != clean);
        assertThat(check(spoilt)).extracting(Violation::rule).contains(mutation.broken);
    }

    private static List<Violation> check(List<LockRecord> records) {
        return HistoryChecker.check(History.of(records), RULES);
    }
}
