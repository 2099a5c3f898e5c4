/** The compile-time check of the annotations: what the run time would refuse is an error of the compiler. */
@NullMarked
package dev.lockstitch.processor;

import org.jspecify.annotations.NullMarked;
