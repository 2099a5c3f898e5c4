/** How durations and key templates are written: one parser for the compile-time check and the run time. */
@NullMarked
package dev.lockstitch.syntax;

import org.jspecify.annotations.NullMarked;
