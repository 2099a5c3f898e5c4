package dev.lockstitch.redis.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all JVMs did.
 *
 * @param records every request
 * @param harms when JVMs were killed or stopped, read before the signal was sent
 * @param stall the longest time for which a thread that wanted to run was not let
 */
record History(List<LockRecord> records, List<Long> harms, Duration stall) {

    History {
        records = List.copyOf(records);
        harms = List.copyOf(harms);
    }

    static History of(List<LockRecord> records) {
        return new History(records, List.of(), Duration.ZERO);
    }

    /** The locks that were granted, in that order, by key: one of several keys under each of them. */
    Map<String, List<LockRecord>> holdsByKey() {
        Map<String, List<LockRecord>> holds = requestsByKey();
        holds.values().forEach(list -> list.removeIf(record -> !record.isGranted()));
        return holds;
    }

    /** All requests, in the order of the answers, by key. */
    Map<String, List<LockRecord>> requestsByKey() {
        Map<String, List<LockRecord>> byKey = new LinkedHashMap<>();
        for (LockRecord record : records) {
            record.keys()
                    .forEach(key -> byKey.computeIfAbsent(key, absent -> new ArrayList<>())
                            .add(record));
        }
        byKey.values().forEach(list -> list.sort(Comparator.comparingLong(LockRecord::answered)));
        return byKey;
    }

    List<LockRecord> holds() {
        return records.stream().filter(LockRecord::isGranted).toList();
    }

    /** Whether two nodes ever held a key together: a history in which nobody shared proves nothing of sharing. */
    boolean isSharedAcrossNodes() {
        for (List<LockRecord> holds : holdsByKey().values()) {
            for (int i = 1; i < holds.size(); i++) {
                if (holds.get(i - 1).heldUntil() > holds.get(i).answered()
                        && !holds.get(i - 1).node().equals(holds.get(i).node())) {
                    return true;
                }
            }
        }
        return false;
    }

    long beginning() {
        return records.stream().mapToLong(LockRecord::asked).min().orElse(0);
    }

    long end() {
        return records.stream().mapToLong(LockRecord::answered).max().orElse(0);
    }

    Duration longestWait() {
        return Duration.ofNanos(
                records.stream().mapToLong(LockRecord::waitedNanos).max().orElse(0));
    }

    /** By how much the slowest hold was longer than the usual one. */
    Duration slowestHold() {
        return Duration.ofNanos(holds().stream()
                .filter(hold -> hold.ending() == LockRecord.Ending.RELEASED)
                .mapToLong(hold -> hold.heldUntil() - hold.answered())
                .max()
                .orElse(0));
    }

    /** The longest time in which some key changed hands no more, though wanted or not. */
    private Duration longestStandstill() {
        long longest = 0;
        for (List<LockRecord> holds : holdsByKey().values()) {
            for (int i = 1; i < holds.size(); i++) {
                longest = Math.max(
                        longest, holds.get(i).answered() - holds.get(i - 1).answered());
            }
        }
        return Duration.ofNanos(longest);
    }

    /**
     * How long it usually takes (the median) until a key that another node gave back is held by this one: far less than a
     * poll, where messages arrive.
     */
    Duration usualWayTo(String node) {
        List<Long> ways = new ArrayList<>();
        for (List<LockRecord> holds : holdsByKey().values()) {
            for (int i = 1; i < holds.size(); i++) {
                LockRecord before = holds.get(i - 1);
                LockRecord after = holds.get(i);
                if (after.node().equals(node) && !before.node().equals(node)) {
                    ways.add(after.answered() - Math.max(before.heldUntil(), after.asked()));
                }
            }
        }
        ways.sort(null);
        return ways.isEmpty() ? Duration.ZERO : Duration.ofNanos(ways.get(ways.size() / 2));
    }

    private int stayedInTheirJvm() {
        int stayed = 0;
        for (List<LockRecord> holds : holdsByKey().values()) {
            for (int i = 1; i < holds.size(); i++) {
                stayed += holds.get(i - 1).node().equals(holds.get(i).node()) ? 1 : 0;
            }
        }
        return stayed;
    }

    @Override
    public String toString() {
        long lost = holds().stream()
                .filter(hold -> hold.ending() == LockRecord.Ending.LOST)
                .count();
        long killed = holds().stream()
                .filter(hold -> hold.ending() == LockRecord.Ending.KILLED)
                .count();
        return String.format(
                "%d requests, %d holds (%d after one of the same JVM, %d lost, %d of killed JVMs), %d JVMs harmed, longest wait %d ms, longest standstill %d ms, longest stall %d ms",
                records.size(),
                holds().size(),
                stayedInTheirJvm(),
                lost,
                killed,
                harms.size(),
                longestWait().toMillis(),
                longestStandstill().toMillis(),
                stall.toMillis());
    }
}
