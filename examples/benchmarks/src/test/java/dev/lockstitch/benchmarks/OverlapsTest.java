package dev.lockstitch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class OverlapsTest {

    @TempDir
    private Path folder;

    @Test
    void oneAfterTheOtherIsNoOverlap() throws Exception {
        Overlaps overlaps = new Overlaps(folder.resolve("sections"), 2);

        overlaps.enter(1);
        overlaps.leave(1);
        overlaps.enter(1);
        overlaps.leave(1);

        assertThat(overlaps.counted()).isZero();
    }

    @Test
    void differentSectionsDoNotOverlap() throws Exception {
        Overlaps overlaps = new Overlaps(folder.resolve("sections"), 2);

        overlaps.enter(0);
        overlaps.enter(1);

        assertThat(overlaps.counted()).isZero();
    }

    @Test
    void whoEntersASectionThatAnotherMappingIsInCountsAnOverlap() throws Exception {
        Overlaps one = new Overlaps(folder.resolve("sections"), 2);
        Overlaps other = new Overlaps(folder.resolve("sections"), 2);

        one.enter(1);
        other.enter(1);

        assertThat(one.counted()).isZero();
        assertThat(other.counted()).isEqualTo(1);
    }

    @Test
    @Timeout(60)
    void aLoadUnderALockThatExcludesNobodyIsCaught() throws Exception {
        Tally tally = run(new Unlocked(), Load.timed(Keys.ONE, 2, Duration.ofNanos(TimeUnit.MILLISECONDS.toNanos(2))));

        assertThat(tally.overlaps()).isPositive();
        assertThat(tally.failed()).isZero();
    }

    @Test
    @Timeout(60)
    void aLoadUnderALockThatExcludesIsNot() throws Exception {
        Tally tally = run(new FairReentrantAlternative(), Load.timed(Keys.ONE, 2, Duration.ofNanos(100_000)));

        assertThat(tally.overlaps()).isZero();
        assertThat(tally.inTime()).isPositive().isLessThanOrEqualTo(tally.calls());
    }

    @Test
    @Timeout(60)
    void freshKeysAreCalledExactlyAsOftenAsSaid() throws Exception {
        Tally tally = run(new FairReentrantAlternative(), Load.fresh(3).of(1_000));

        assertThat(tally.calls()).isEqualTo(1_000);
        assertThat(tally.overlaps()).isZero();
    }

    @Test
    @Timeout(60)
    void callsThatFailAreCounted() throws Exception {
        Tally tally = run(new Failing(), Load.fresh(1).of(10));

        assertThat(tally.failed()).isEqualTo(10);
    }

    private Tally run(Alternative alternative, Load load) throws Exception {
        Load known = Load.ofLine(load.lasting(Duration.ofMillis(200)).toLine());
        return new LoadRun(alternative, known, new Overlaps(folder.resolve("sections"), 16))
                .run(System.currentTimeMillis());
    }

    private record Unlocked() implements Alternative {

        @Override
        public boolean under(String key, Runnable body) {
            body.run();
            return true;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private record Failing() implements Alternative {

        @Override
        public boolean under(String key, Runnable body) {
            throw new IllegalStateException("no lock today");
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
