package dev.lockstitch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks, in small: says nothing about speed, but everything about critical sections that overlap. */
class SmokeTest {

    @TempDir
    private Path folder;

    @Test
    @Timeout(180)
    void noLockLetsTwoIn() throws Exception {
        Options options = new Options(
                List.of("hot", "twoJvms"),
                List.of(),
                2,
                Duration.ofMillis(400),
                Duration.ofMillis(250),
                100,
                folder,
                folder);

        List<CaseResult> results = new Benchmarks(options).run(new LockCases(Alternatives.BUILT_IN).all());

        assertThat(results).hasSize(2);
        assertThat(Benchmarks.complaints(results)).isEmpty();
        assertThat(results)
                .flatExtracting(CaseResult::measured)
                .allSatisfy(measured -> assertThat(measured.alternatives())
                        .allSatisfy(alternative -> assertThat(measured.median(alternative, Round::throughput))
                                .as("%s: %s", measured.title(), alternative)
                                .isPositive()));
    }

    @Test
    void theServersStatisticsAreReadForWhatOnlyClientsCanSend() {
        String info = """
                cmdstat_evalsha:calls=20,usec=1,usec_per_call=1.00
                cmdstat_set:calls=500,usec=1
                cmdstat_subscribe:calls=3,usec=1
                cmdstat_client|list:calls=7,usec=1
                cmdstat_eval:calls=100,usec=1
                """;

        assertThat(CommandStats.sentIn(info)).isEqualTo(123);
    }
}
