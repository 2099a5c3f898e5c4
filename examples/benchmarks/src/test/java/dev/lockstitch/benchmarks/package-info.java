@NullMarked
package dev.lockstitch.benchmarks;

import org.jspecify.annotations.NullMarked;
