package dev.lockstitch.benchmarks;

/**
 * What is to be reached.
 *
 * @param what which figure
 * @param bound how much it is to be at least, or at most; not a number when there is no goal
 * @param most whether the bound is an upper one
 * @param measured the figure; not a number when it was not measured
 */
record Goal(String what, double bound, boolean most, double measured) {

    static Goal atLeast(double bound, String what, double measured) {
        return new Goal(what, bound, false, measured);
    }

    static Goal atMost(double bound, String what, double measured) {
        return new Goal(what, bound, true, measured);
    }

    /** No goal, but good to know. */
    static Goal none(String what, double measured) {
        return new Goal(what, Double.NaN, false, measured);
    }

    boolean isNone() {
        return Double.isNaN(bound);
    }

    boolean reached() {
        return most ? measured <= bound : measured >= bound;
    }
}
