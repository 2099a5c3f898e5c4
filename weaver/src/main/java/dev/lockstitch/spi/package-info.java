/** The seam between woven calls and whatever coordinates them: {@link dev.lockstitch.spi.Coordinator} and its values. */
@NullMarked
package dev.lockstitch.spi;

import org.jspecify.annotations.NullMarked;
