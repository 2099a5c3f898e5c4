package dev.lockstitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long MOST = 1_000_000_000L;

    @Test
    void withoutABurstItIsThePermits() {
        assertThat(Limit.of(5, Duration.ofMinutes(1))).isEqualTo(new Limit(5, Duration.ofMinutes(1), 5));
    }

    @Test
    void theBoundsThemselvesAreAllowed() {
        assertThat(new Limit(1, Duration.ofMillis(1), 1).permits()).isEqualTo(1);
        assertThat(new Limit(1000, Duration.ofMillis(1), MOST).burst()).isEqualTo(MOST);
        assertThat(Limit.of(MOST, Duration.ofSeconds(1000)).permits()).isEqualTo(MOST);
        assertThat(Limit.of(1, Duration.ofDays(365)).period()).isEqualTo(Duration.ofDays(365));
        assertThat(new Limit(1, Duration.ofDays(365), 10).burst()).isEqualTo(10);
    }

    @Test
    void permitsOutOfBoundsAreRefused() {
        refused(0, SECOND, 1, "permits = 0 is not within 1 to 1000000000");
        refused(-1, SECOND, 1, "permits = -1 is not within 1 to 1000000000");
        refused(MOST + 1, Duration.ofDays(365), 1, "permits = 1000000001 is not within 1 to 1000000000");
        refused(Long.MAX_VALUE, SECOND, 1, "permits = 9223372036854775807 is not within 1 to 1000000000");
    }

    @Test
    void aBurstOutOfBoundsIsRefused() {
        refused(1, SECOND, 0, "burst = 0 is not within 1 to 1000000000");
        refused(1, SECOND, -5, "burst = -5 is not within 1 to 1000000000");
        refused(1000, SECOND, MOST + 1, "burst = 1000000001 is not within 1 to 1000000000");
    }

    @Test
    void aPeriodOutOfBoundsIsRefused() {
        refused(1, Duration.ZERO, 1, "period = PT0S is not within 1ms to 365d");
        refused(1, Duration.ofNanos(999_999), 1, "period = PT0.000999999S is not within 1ms to 365d");
        refused(1, Duration.ofSeconds(-1), 1, "period = PT-1S is not within 1ms to 365d");
        refused(1, Duration.ofDays(365).plusNanos(1000), 1, "period = PT8760H0.000001S is not within 1ms to 365d");
        refused(
                1,
                Duration.ofSeconds(Long.MAX_VALUE),
                1,
                "period = PT2562047788015215H30M7S is not within 1ms to 365d");
    }

    @Test
    void partsOfAMicrosecondAreRefused() {
        refused(1, SECOND.plusNanos(1), 1, "period = PT1.000000001S is not a whole number of microseconds");
        assertThat(Limit.of(1, SECOND.plusNanos(1000)).period()).isEqualTo(SECOND.plusNanos(1000));
    }

    @Test
    void moreThanAMillionASecondAreRefused() {
        refused(1_000_001, SECOND, 1, "1000001 permits per PT1S are more than a million a second");
        assertThat(new Limit(1_000_000, SECOND, 1).permits()).isEqualTo(1_000_000);
    }

    @Test
    void aBurstThatCannotBeComputedExactlyIsRefused() {
        refused(
                999_999_937,
                Duration.ofDays(365),
                1000,
                "burst = 1000 with 999999937 permits per PT8760H is beyond what can be computed exactly;"
                        + " choose a smaller burst or rounder numbers");
    }

    @Test
    void aBurstThatTakesMoreThanTenYearsToComeBackIsRefused() {
        refused(
                1,
                Duration.ofDays(365),
                11,
                "a burst of 11 at 1 permits per PT8760H takes more than ten years to come back;"
                        + " choose a smaller burst");
    }

    private static void refused(long permits, Duration period, long burst, String message) {
        assertThatThrownBy(() -> new Limit(permits, period, burst))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
