package dev.lockstitch.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one JVM is to do.
 *
 * @param key what its keys begin with
 * @param keys which keys
 * @param threads how many threads call
 * @param virtual whether they are virtual ones
 * @param body how long a body keeps a processor busy
 * @param time how long the threads call; with fresh keys instead
 * @param calls how many calls there are in all
 * @param quota the limit of each key; none where locks are taken
 */
record Load(
        String key,
        Keys keys,
        int threads,
        boolean virtual,
        Duration body,
        Duration time,
        long calls,
        @Nullable Quota quota) {

    static final int MANY = 10_000;

    private static final String NONE = "-";

    static Load timed(Keys keys, int threads, Duration body) {
        return new Load("key", keys, threads, false, body, Duration.ZERO, 0, null);
    }

    static Load fresh(int threads) {
        return new Load("key", Keys.FRESH, threads, false, Duration.ZERO, Duration.ZERO, 0, null);
    }

    /** With nothing to do but to be counted, under a limit. */
    static Load limited(Keys keys, int threads, Quota quota) {
        return new Load("key", keys, threads, false, Duration.ZERO, Duration.ZERO, 0, quota);
    }

    /** The keys that can be told beforehand: all but fresh ones. */
    List<String> known() {
        return switch (keys) {
            case ONE, UNTIL_FULL -> List.of(key);
            case OWN, HELD -> numbered(threads);
            case MANY -> numbered(MANY);
            case FRESH -> List.of();
        };
    }

    private List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> key + "-" + i).toList();
    }

    /** How many calls may run their body in so long a time, those of all JVMs together. */
    double allowed(long nanos) {
        return quota == null ? Double.POSITIVE_INFINITY : known().size() * quota.most(nanos);
    }

    /** As often as is said, where the number of calls bounds the load. */
    Load of(long newCalls) {
        return new Load(key, keys, threads, virtual, body, time, newCalls, quota);
    }

    Load onVirtualThreads() {
        return new Load(key, keys, threads, true, body, time, calls, quota);
    }

    Load lasting(Duration newTime) {
        return new Load(key, keys, threads, virtual, body, newTime, calls, quota);
    }

    Load startingWith(String newKey) {
        return new Load(newKey, keys, threads, virtual, body, time, calls, quota);
    }

    /** As one line, for another JVM. */
    String toLine() {
        return String.join(
                " ",
                key,
                keys.name(),
                String.valueOf(threads),
                String.valueOf(virtual),
                String.valueOf(body.toNanos()),
                String.valueOf(time.toNanos()),
                String.valueOf(calls),
                quota == null ? NONE : quota.name());
    }

    static Load ofLine(String line) {
        String[] words = line.split(" ", -1);
        return new Load(
                words[0],
                Keys.valueOf(words[1]),
                Integer.parseInt(words[2]),
                Boolean.parseBoolean(words[3]),
                Duration.ofNanos(Long.parseLong(words[4])),
                Duration.ofNanos(Long.parseLong(words[5])),
                Long.parseLong(words[6]),
                words[7].equals(NONE) ? null : Quota.valueOf(words[7]));
    }
}
