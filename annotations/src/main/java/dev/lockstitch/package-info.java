/** What a user of Lockstitch meets: the annotations, the held lock, limits and their decisions, the exceptions. */
@NullMarked
package dev.lockstitch;

import org.jspecify.annotations.NullMarked;
