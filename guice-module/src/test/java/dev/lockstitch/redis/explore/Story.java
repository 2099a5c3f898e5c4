package dev.lockstitch.redis.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What came of one history: what must not be, and how often what happened. Thread-safe. */
final class Story {

    private static final int MOST_TOLD = 10;

    private final long seed;
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private volatile String plan = "";
    private volatile String trace = "";

    Story(long seed) {
        this.seed = seed;
    }

    long seed() {
        return seed;
    }

    void planned(Object what) {
        plan = what.toString();
    }

    void wrong(String what) {
        if (wrong.size() < MOST_TOLD) {
            wrong.add(what);
        }
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    void count(String what, int times) {
        if (times > 0) {
            counts.merge(what, times, Integer::sum);
        }
    }

    /** All that went over the wire and stands in the book, by time, where that is wanted. */
    void trace(List<ExploredNode> nodes, List<String> told) {
        if (!isGood() && Boolean.getBoolean("explore.trace")) {
            List<String> lines = new ArrayList<>();
            nodes.forEach(node ->
                    node.way().trace().forEach(line -> lines.add(line.replaceFirst(" ", " " + node.name() + " "))));
            lines.addAll(told);
            lines.sort(null);
            trace = String.join("\n", lines) + "\n";
        }
    }

    boolean isGood() {
        return wrong.isEmpty();
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    @Override
    public String toString() {
        return plan + "\n" + trace + "\n    " + String.join("\n    ", wrong);
    }
}
