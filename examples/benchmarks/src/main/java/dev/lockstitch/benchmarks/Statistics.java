package dev.lockstitch.benchmarks;

import java.util.stream.DoubleStream;

/** What is told of several rounds. */
final class Statistics {

    private Statistics() {}

    /** The middle one, or the mean of the two in the middle; not a number when there is none. */
    static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
