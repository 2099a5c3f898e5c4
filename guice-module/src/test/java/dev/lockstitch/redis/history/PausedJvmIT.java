package dev.lockstitch.redis.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.testing.ChildJvm;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM stands still for longer than its lease, and comes back. */
final class PausedJvmIT {

    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final Logged logged = new Logged();
    private Path log;
    private RedisProcess redis;
    private Node other;

    @BeforeEach
    void start() {
        log = directory.resolve("log");
        redis = RedisProcess.start();
        other = Node.on(redis);
    }

    @AfterEach
    void stop() {
        other.close();
        redis.close();
        logged.close();
    }

    @ParameterizedTest(name = "renewed: {0}")
    @ValueSource(booleans = {true, false})
    void whoComesLateHasLostItsLockAndLeavesTheOthersAlone(boolean renewed) throws Exception {
        try (ChildJvm late = ChildJvm.runInto(log, PausedWorker.class, redis.url(), "" + renewed, "" + LEASE)) {
            awaitWord(late, PausedWorker.HELD);
            late.freeze();
            HeldLock lock =
                    other.coordinator().tryLock(PausedWorker.KEY, PATIENCE).orElseThrow();
            late.tell("look");
            late.thaw();
            awaitWord(late, PausedWorker.CLOSED);

            assertThat(word(PausedWorker.LOOKED)).as("isHeld() at once").isEqualTo("false");
            assertThat(word(PausedWorker.LOST)).as("onLost was called").isEqualTo("true");
            assertThat(lock.fencingToken()).isGreaterThan(fenceOfTheLate());
            assertThat(late.endsWell(30)).as(this::said).isTrue();
            assertThat(lines())
                    .filteredOn(line -> line.contains(" WARN "))
                    .singleElement()
                    .asString()
                    .contains("Lock \"paused\" was lost while it was held");
            assertThat(other.coordinator().tryLock(PausedWorker.KEY, Duration.ZERO))
                    .as("the other's lock is there yet")
                    .isEmpty();
            assertThat(lock.isHeld()).isTrue();
            assertThat(other.coordinator().release(PausedWorker.KEY, lock.token()))
                    .as("and is the other's")
                    .isTrue();
            lock.close();
        }
    }

    private long fenceOfTheLate() {
        return Long.parseLong(word(PausedWorker.HELD).split(" ", -1)[0]);
    }

    private void awaitWord(ChildJvm jvm, String word) {
        await().atMost(PATIENCE)
                .until(() -> lines().stream().anyMatch(line -> line.startsWith(word))
                        || !jvm.process().isAlive());
        assertThat(lines()).anyMatch(line -> line.startsWith(word));
    }

    private String word(String before) {
        return lines().stream()
                .filter(line -> line.startsWith(before))
                .findFirst()
                .map(line -> line.substring(before.length()))
                .orElseThrow();
    }

    private String said() {
        return String.join("\n", lines());
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
