package dev.lockstitch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks of limits, in small: says nothing about speed, but everything about permits that should not have been. */
@Timeout(180)
class LimitSmokeTest {

    @TempDir
    private Path folder;

    @Test
    void noLimitGrantsTooMuchAcrossTwoJvms() throws Exception {
        Case small = new LimitCases(LimitAlternatives.BUILT_IN).rejected(2, 8);

        List<CaseResult> results = new Benchmarks(options()).run(List.of(small));

        assertThat(Benchmarks.complaints(results)).isEmpty();
        Measured measured = results.get(0).measured().get(0);
        assertThat(measured.alternatives()).containsExactly(LimitAlternatives.RRATELIMITER, Alternatives.LOCKSTITCH);
        assertThat(measured.rounds().get(Alternatives.LOCKSTITCH)).allSatisfy(round -> {
            assertThat(round.granted()).isPositive();
            assertThat(round.allowed()).isFinite();
        });
    }

    @Test
    void theMemoryOfALimitIsFound() throws Exception {
        LimitMemory memory = new LimitMemory("title", List.of(Alternatives.LOCKSTITCH), Quota.TEN_A_SECOND);

        try (Site site = Site.open()) {
            Optional<Measured> measured = memory.run(site, options());

            assertThat(measured.orElseThrow().median(Alternatives.LOCKSTITCH, Round::bytes))
                    .isBetween(40.0, 128.0);
        }
    }

    @Test
    void ofTheKnownPeersOnlyThoseThatBearCrowdsMeetCrowds() {
        List<LimitProvider> providers = Stream.of(
                        LimitAlternatives.RRATELIMITER,
                        LimitAlternatives.ON_REDISSON,
                        LimitAlternatives.BATCHING_ON_REDISSON,
                        LimitAlternatives.BATCHING_ON_LETTUCE,
                        Alternatives.LOCKSTITCH)
                .map(name -> new LimitProvider(name, true, (url, quota) -> new FairReentrantAlternative()))
                .toList();

        List<Experiment> hot = new LimitCases(providers).all().get(0).experiments();

        assertThat(hot)
                .extracting(each -> ((Comparison) each).alternatives().contains(LimitAlternatives.ON_REDISSON))
                .containsExactly(true, true, false, false);
        assertThat(hot)
                .allSatisfy(each -> assertThat(((Comparison) each).alternatives())
                        .contains(LimitAlternatives.BATCHING_ON_REDISSON, Alternatives.LOCKSTITCH));
    }

    private Options options() {
        return new Options(
                List.of(), List.of(), 2, Duration.ofMillis(300), Duration.ofMillis(250), 100, folder, folder);
    }
}
