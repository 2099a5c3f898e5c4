/** The Guice module: settings, bindings, the check that classes are woven, the handoff to the aspects. */
@NullMarked
package dev.lockstitch.guice;

import org.jspecify.annotations.NullMarked;
