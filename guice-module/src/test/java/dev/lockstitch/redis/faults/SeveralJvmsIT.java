package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.testing.ChildJvm;
import dev.lockstitch.redis.testing.RedisProcess;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three JVMs and one Redis. */
final class SeveralJvmsIT {

    private static final int JVMS = 3;

    @TempDir
    Path directory;

    private final List<ChildJvm> jvms = new ArrayList<>();
    private RedisProcess redis;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
    }

    @AfterEach
    void stop() {
        jvms.forEach(ChildJvm::close);
        redis.close();
    }

    @Test
    void noUpdateIsLostAndFencingTokensIncrease() throws Exception {
        Path counter = Files.write(directory.resolve("counter"), new byte[16]);
        for (int i = 0; i < JVMS; i++) {
            jvms.add(ChildJvm.run(CounterWorker.class, redis.url(), counter.toString(), "20"));
        }
        long increments = 0;
        for (ChildJvm jvm : jvms) {
            String[] told = jvm.output(CounterWorker.COUNTED, 60).get(0).split(" ", -1);
            increments += Long.parseLong(told[0]);
            assertThat(Long.parseLong(told[0])).as("each JVM had its turns").isPositive();
            assertThat(told[1]).as("tokens out of order").isEqualTo("0");
            assertThat(told[2]).as("unguarded calls").isEqualTo("0");
        }
        long counted = ByteBuffer.wrap(Files.readAllBytes(counter)).getLong();
        System.out.println("Three JVMs counted to " + counted + " in 20 s");
        assertThat(counted).isEqualTo(increments).isGreaterThan(1000);
    }

    @Test
    void oneLimitHoldsForAllAndIsReached() throws Exception {
        for (int i = 0; i < JVMS; i++) {
            jvms.add(ChildJvm.run(LimitWorker.class, redis.url(), "10"));
        }
        List<Long> grants = new ArrayList<>();
        for (ChildJvm jvm : jvms) {
            addGrants(jvm.output(60), grants);
        }
        grants.sort(null);
        long micros = grants.get(grants.size() - 1) - grants.get(0);
        double allowed = LimitWorker.LIMIT.burst() + LimitWorker.LIMIT.permits() * micros / 1e6;
        System.out.printf("Admitted %d of %.1f allowed in %.2f s%n", grants.size(), allowed, micros / 1e6);
        assertThat(mostAboveTheLine(grants))
                .as("admitted beyond burst + rate × time, in any window")
                .isLessThanOrEqualTo(0);
        assertThat((double) grants.size()).isBetween(0.97 * allowed, allowed);
        assertThat(micros).isGreaterThan(8_000_000);
    }

    private static void addGrants(List<String> said, List<Long> grants) {
        List<String> logged = said.stream()
                .filter(line -> !line.startsWith(LimitWorker.GRANTED))
                .toList();
        List<String> times = said.stream()
                .filter(line -> line.startsWith(LimitWorker.GRANTED))
                .map(line -> line.substring(LimitWorker.GRANTED.length()))
                .toList();
        assertThat(times).as("nobody went unguarded; the log: %s", logged).doesNotContain(LimitWorker.UNGUARDED);
        times.stream().map(Long::valueOf).forEach(grants::add);
    }

    /** For every window: admitted × 1 s − burst × 1 s − rate × time, at most zero. One pass, by the lowest start so far. */
    private static long mostAboveTheLine(List<Long> grants) {
        long worst = Long.MIN_VALUE;
        long lowest = Long.MAX_VALUE;
        for (int i = 0; i < grants.size(); i++) {
            long line = i * 1_000_000L - LimitWorker.LIMIT.permits() * (grants.get(i) - grants.get(0));
            lowest = Math.min(lowest, line);
            worst = Math.max(worst, line - lowest + 1_000_000L - LimitWorker.LIMIT.burst() * 1_000_000L);
        }
        return worst;
    }

    @Test
    void aClosedCoordinatorLetsTheJvmEnd() throws Exception {
        assertThat(output(CloseWorker.class, redis.url())).contains("enforced true");
        try (RedisProcess absent = RedisProcess.notStarted()) {
            assertThat(output(CloseWorker.class, absent.url())).contains("enforced false");
        }
    }

    private List<String> output(Class<?> main, String url) throws Exception {
        ChildJvm jvm = ChildJvm.run(main, url);
        jvms.add(jvm);
        return jvm.output(30);
    }
}
