/** Tests that what the README says is what is built and run. */
@NullMarked
package dev.lockstitch.checks;

import org.jspecify.annotations.NullMarked;
