package dev.lockstitch.redis.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.LockMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryTest {

    private static final List<String> KEYS = List.of("a", "b");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void choose() {
        file = directory.resolve("history");
    }

    @Test
    void whatWasWrittenIsReadBack() throws IOException {
        try (HistoryWriter writer = new HistoryWriter(file)) {
            writer.clock(5);
            long first = writer.asks(1, KEYS, LockMode.EXCLUSIVE, 10);
            long second = writer.asks(2, List.of("a"), LockMode.SHARED, 11);
            long third = writer.asks(3, List.of("a"), LockMode.SHARED, 12);
            writer.granted(first, 20, 77);
            writer.refused(second, 21, LockRecord.Outcome.CONTENDED);
            writer.granted(third, 22, 78);
            writer.ends(first, 30, LockRecord.Ending.RELEASED);
            writer.ends(third, 22, LockRecord.Ending.LOST);
            writer.done(40, 3);
        }
        NodeHistory history = NodeHistory.read("n", file);
        LockRecord refused =
                LockRecord.asked("n", 2, List.of("a"), LockMode.SHARED, 11).refused(21, LockRecord.Outcome.CONTENDED);
        assertThat(history.records())
                .containsExactly(
                        LockRecord.asked("n", 1, KEYS, LockMode.EXCLUSIVE, 10)
                                .granted(20, 77)
                                .ended(30, LockRecord.Ending.RELEASED),
                        refused,
                        LockRecord.asked("n", 3, List.of("a"), LockMode.SHARED, 12)
                                .granted(22, 78)
                                .ended(22, LockRecord.Ending.LOST));
        assertThat(history.clock()).containsExactly(5L);
        assertThat(history.stallNanos()).isEqualTo(3);
    }

    @Test
    void aHolderThatWasKilledHeldUntilThenAndAWaiterWaitedUntilThen() throws IOException {
        try (HistoryWriter writer = new HistoryWriter(file)) {
            writer.granted(writer.asks(1, KEYS, LockMode.EXCLUSIVE, 10), 20, 77);
            writer.asks(2, KEYS, LockMode.EXCLUSIVE, 15);
        }
        List<LockRecord> records = NodeHistory.read("n", file).recordsUntilDeath(50);
        assertThat(records).extracting(LockRecord::ending).containsOnly(LockRecord.Ending.KILLED);
        assertThat(records).extracting(LockRecord::isGranted).containsExactly(true, false);
        assertThat(records).extracting(LockRecord::heldUntil).containsExactly(50L, 50L);
        assertThat(records).extracting(LockRecord::waitedNanos).containsExactly(10L, 35L);
    }

    @Test
    void aJvmThatEndedWellOwesAnEndToEachHold() throws IOException {
        try (HistoryWriter writer = new HistoryWriter(file)) {
            writer.granted(writer.asks(1, KEYS, LockMode.EXCLUSIVE, 10), 20, 77);
            writer.done(40, 0);
        }
        assertThat(NodeHistory.read("n", file).records())
                .extracting(LockRecord::ending)
                .containsExactly(LockRecord.Ending.OPEN);
    }

    @Test
    void aTornLastLineIsLeftOut() throws IOException {
        try (HistoryWriter writer = new HistoryWriter(file)) {
            writer.asks(1, KEYS, LockMode.EXCLUSIVE, 10);
        }
        Files.writeString(file, "A 1 2", StandardOpenOption.APPEND);
        assertThat(NodeHistory.read("n", file).recordsUntilDeath(50))
                .extracting(LockRecord::outcome)
                .containsExactly(LockRecord.Outcome.UNANSWERED);
    }

    @Test
    void aTornLineAmongOthersIsRefused() throws IOException {
        Files.writeString(file, "T 1\nT 2 .\n");
        assertThatThrownBy(() -> NodeHistory.read("n", file)).hasMessageContaining("torn line: T 1");
    }

    @Test
    void aLineThatMakesNoSenseIsRefused() throws IOException {
        Files.writeString(file, "A 1 20 77 .\n");
        assertThatThrownBy(() -> NodeHistory.read("n", file)).hasMessageContaining("A 1 20 77");
    }

    @Test
    void aJvmThatDidNotEndWellIsToldApart() throws IOException {
        Files.writeString(file, "T 1 .\n");
        NodeHistory history = NodeHistory.read("n", file);
        assertThatThrownBy(history::records).hasMessageContaining("n did not end well");
    }
}
