package dev.lockstitch.benchmarks;

import java.util.List;
import java.util.function.Function;

/**
 * One row of what is to be reached.
 *
 * @param name what {@code bench.cases} calls it
 * @param title what the table calls it
 * @param explanation how to read it
 * @param columns what the table tells
 * @param experiments what to measure
 * @param goals what is to be reached, from what was measured, in the order of the experiments
 */
record Case(
        String name,
        String title,
        String explanation,
        List<Column> columns,
        List<Experiment> experiments,
        Function<List<Measured>, List<Goal>> goals) {}
