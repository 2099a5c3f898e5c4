package dev.lockstitch.redis.history;

import dev.lockstitch.LockMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one JVM wrote, read back. A torn last line is left out; any other line that makes no sense is refused. */
final class NodeHistory {

    private final String node;
    private final Map<String, LockRecord> byId = new LinkedHashMap<>();
    private final List<Long> clock = new ArrayList<>();
    private OptionalLong end = OptionalLong.empty();
    private @Nullable String torn;
    private long stallNanos;

    private NodeHistory(String node) {
        this.node = node;
    }

    static NodeHistory read(String node, Path file) {
        NodeHistory history = new NodeHistory(node);
        if (!Files.exists(file)) {
            return history;
        }
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(history::line);
            return history;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String line) {
        if (torn != null) {
            throw new IllegalStateException(node + " wrote on after a torn line: " + torn);
        }
        if (!line.endsWith(HistoryWriter.END)) {
            torn = line;
            return;
        }
        String[] words = line.split(" ", -1);
        try {
            event(words[0], words);
        } catch (RuntimeException e) {
            throw new IllegalStateException(node + " wrote a line that makes no sense: " + line, e);
        }
    }

    private void event(String kind, String[] words) {
        switch (kind) {
            case "Q" -> asked(words);
            case "A" -> change(words, record -> record.granted(number(words, 2), number(words, 3)));
            case "N" -> change(words, record -> record.refused(number(words, 2), LockRecord.Outcome.valueOf(words[3])));
            case "R" -> change(words, record -> record.ended(number(words, 2), LockRecord.Ending.valueOf(words[3])));
            case "T" -> clock.add(number(words, 1));
            case "Z" -> {
                end = OptionalLong.of(number(words, 1));
                stallNanos = number(words, 2);
            }
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private void asked(String[] words) {
        LockRecord record = LockRecord.asked(
                node,
                Integer.parseInt(words[2]),
                List.of(words[4].split(",", -1)),
                LockMode.valueOf(words[3]),
                number(words, 5));
        byId.put(words[1], record);
    }

    private void change(String[] words, UnaryOperator<LockRecord> change) {
        LockRecord before = byId.get(words[1]);
        if (before == null) {
            throw new IllegalArgumentException("nobody asked");
        }
        byId.put(words[1], change.apply(before));
    }

    private static long number(String[] words, int index) {
        return Long.parseLong(words[index]);
    }

    /** Of one that was killed then. */
    List<LockRecord> recordsUntilDeath(long at) {
        return cutOff(at, LockRecord.Ending.KILLED);
    }

    /** Of one that ended well. */
    List<LockRecord> records() {
        return cutOff(
                end.orElseThrow(() -> new IllegalStateException(node + " did not end well")), LockRecord.Ending.OPEN);
    }

    private List<LockRecord> cutOff(long at, LockRecord.Ending how) {
        return byId.values().stream().map(record -> record.cutOff(at, how)).toList();
    }

    /** As far as it was written yet. */
    boolean isHolding() {
        return byId.values().stream()
                .anyMatch(record -> record.isGranted() && record.ending() == LockRecord.Ending.OPEN);
    }

    List<Long> clock() {
        return List.copyOf(clock);
    }

    long stallNanos() {
        return stallNanos;
    }
}
