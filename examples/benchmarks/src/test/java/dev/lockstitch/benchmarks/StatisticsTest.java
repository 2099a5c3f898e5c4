package dev.lockstitch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void theMedianOfAnOddNumberIsTheMiddleOne() {
        assertThat(Statistics.median(DoubleStream.of(9, 1, 5))).isEqualTo(5);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(Statistics.median(DoubleStream.of(9, 1, 5, 6))).isEqualTo(5.5);
    }

    @Test
    void theMedianOfNothingIsNoNumber() {
        assertThat(Statistics.median(DoubleStream.empty())).isNaN();
    }

    @Test
    void percentilesAreRightToTwoPercent() {
        Waits waits = new Waits();
        LongStream.rangeClosed(1, 100_000).map(i -> i * 1_000).forEach(waits::add);

        for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 0.999}) {
            double exact = share * 100_000_000;
            assertThat((double) waits.percentile(share)).isCloseTo(exact, within(0.02 * exact));
        }
    }

    @Test
    void theLongestWaitIsExactAndNoPercentileExceedsIt() {
        Waits waits = new Waits();
        waits.add(1_234_567_891);

        assertThat(waits.longest()).isEqualTo(1_234_567_891);
        assertThat(waits.percentile(0.99)).isEqualTo(1_234_567_891);
    }

    @Test
    void everyWaitHasABucketUpToTheLongestNumber() {
        Waits waits = new Waits();
        LongStream.of(-5, 0, 63, 64, 127, 128, Long.MAX_VALUE).forEach(waits::add);

        assertThat(waits.percentile(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(waits.percentile(0.01)).isZero();
    }

    @Test
    void waitsOfSeveralThreadsAndJvmsAddUp() {
        Waits few = new Waits();
        few.add(10);
        Waits many = new Waits();
        LongStream.range(0, 99).forEach(unused -> many.add(2_000));

        many.add(Waits.ofWord(few.toWord()));

        assertThat(many.percentile(0.01)).isEqualTo(10);
        assertThat(many.percentile(0.02)).isBetween(1_960L, 2_000L);
        assertThat(Waits.ofWord(new Waits().toWord()).percentile(0.5)).isZero();
    }

    @Test
    void aRoundAddsUpItsJvmsAndNamesTheShareOfTheLesser() {
        Waits waits = new Waits();
        waits.add(500);
        Tally greater = new Tally(300, 310, 1, 9, 2_000_000_000, 2_000_000_001, 0, 400, waits);
        Tally lesser =
                Tally.ofLine(new Tally(100, 110, 2, 8, 2_000_000_000, 2_000_000_002, 3, 20, new Waits()).toLine());

        Round round = Round.of(List.of(greater, lesser), 840, Load.limited(Keys.ONE, 1, Quota.THOUSAND_A_SECOND));

        assertThat(round.throughput()).isEqualTo(200);
        assertThat(round.lesserShare()).isEqualTo(0.25);
        assertThat(round.commands()).isEqualTo(2);
        assertThat(round.bytes()).isEqualTo(1);
        assertThat(round.failed()).isEqualTo(3);
        assertThat(round.overlaps()).isEqualTo(3);
        assertThat(round.longest()).isEqualTo(500);
        assertThat(round.granted()).isEqualTo(400);
        assertThat(round.allowed()).isCloseTo(3_001, within(0.001));
    }

    @Test
    void aRatioComparesRoundsThatWereNextToEachOther() {
        // The machine got slower by the round: medians would say 30 / 20.
        Measured measured = Results.measured(Map.of("a", new double[] {100, 30, 2}, "b", new double[] {50, 20, 1}));

        assertThat(measured.ratio("a", "b", Round::throughput)).isEqualTo(2);
        assertThat(measured.ratio("a", "nobody", Round::throughput)).isNaN();
    }
}
