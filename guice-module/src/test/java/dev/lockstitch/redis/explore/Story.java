package dev.lockstitch.redis.explore;

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

    void traced(List<String> lines) {
        trace = String.join("\n", lines) + "\n";
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
