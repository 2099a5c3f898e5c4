/** A bank whose methods are guarded and transactional at once, in every order in which the two can stand. */
@NullMarked
package dev.lockstitch.transactions;

import org.jspecify.annotations.NullMarked;
