/**
 * The benchmarks: locks of this library, taken through the annotation, beside what else there is, interleaved in one run.
 */
@NullMarked
package dev.lockstitch.benchmarks;

import org.jspecify.annotations.NullMarked;
