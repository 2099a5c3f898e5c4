/** The alternatives that need more than the library itself depends on. */
@NullMarked
package dev.lockstitch.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
