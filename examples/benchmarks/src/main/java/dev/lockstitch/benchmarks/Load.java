package dev.lockstitch.benchmarks;

import java.time.Duration;

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
 */
record Load(String key, Keys keys, int threads, boolean virtual, Duration body, Duration time, long calls) {

    static Load timed(Keys keys, int threads, Duration body) {
        return new Load("key", keys, threads, false, body, Duration.ZERO, 0);
    }

    static Load fresh(int threads) {
        return new Load("key", Keys.FRESH, threads, false, Duration.ZERO, Duration.ZERO, 0);
    }

    /** As often as is said, where the number of calls bounds the load. */
    Load of(long newCalls) {
        return new Load(key, keys, threads, virtual, body, time, newCalls);
    }

    Load onVirtualThreads() {
        return new Load(key, keys, threads, true, body, time, calls);
    }

    Load lasting(Duration newTime) {
        return new Load(key, keys, threads, virtual, body, newTime, calls);
    }

    Load startingWith(String newKey) {
        return new Load(newKey, keys, threads, virtual, body, time, calls);
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
                String.valueOf(calls));
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
                Long.parseLong(words[6]));
    }
}
