/**
 * The benchmarks: locks and limits of this library, taken through the annotations, beside what else there is, interleaved in one run.
 */
@NullMarked
package dev.lockstitch.benchmarks;

import org.jspecify.annotations.NullMarked;
