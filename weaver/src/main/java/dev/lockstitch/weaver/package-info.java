/** From a woven method to the coordinator: the aspects, the plan of each method, and the handoff from the injector. */
@NullMarked
package dev.lockstitch.weaver;

import org.jspecify.annotations.NullMarked;
