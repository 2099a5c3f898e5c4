package dev.lockstitch.benchmarks;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How long calls waited, in buckets 1/64 wide, so that a percentile is right to 2 %; the longest exactly. Of one thread. */
final class Waits {

    private static final int STEPS = 64;
    private static final int STEP_BITS = 6;

    private final long[] counts = new long[(Long.SIZE - STEP_BITS) * STEPS];
    private long longest;

    void add(long nanos) {
        counts[bucket(nanos)]++;
        longest = Math.max(longest, nanos);
    }

    void add(Waits others) {
        Arrays.setAll(counts, i -> counts[i] + others.counts[i]);
        longest = Math.max(longest, others.longest);
    }

    long longest() {
        return longest;
    }

    /** The wait that the given share of calls did not exceed, in nanoseconds; 0 when there are none. */
    long percentile(double share) {
        long rank = (long) Math.ceil(share * Arrays.stream(counts).sum());
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank && counts[i] > 0) {
                return Math.min(upperEnd(i), longest);
            }
        }
        return 0;
    }

    private static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) Math.max(0, nanos);
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - STEP_BITS;
        return (shift + 1) * STEPS + (int) (nanos >>> shift) - STEPS;
    }

    private static long upperEnd(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        return ((long) (bucket % STEPS + STEPS + 1) << shift) - 1;
    }

    /** As one word, for another JVM. */
    String toWord() {
        String filled = IntStream.range(0, counts.length)
                .filter(i -> counts[i] > 0)
                .mapToObj(i -> i + ":" + counts[i])
                .collect(Collectors.joining(","));
        return longest + ";" + filled;
    }

    static Waits ofWord(String word) {
        Waits waits = new Waits();
        String[] parts = word.split(";", -1);
        waits.longest = Long.parseLong(parts[0]);
        for (String pair : parts[1].isEmpty() ? new String[0] : parts[1].split(",", -1)) {
            String[] both = pair.split(":", -1);
            waits.counts[Integer.parseInt(both[0])] = Long.parseLong(both[1]);
        }
        return waits;
    }
}
