/** Short histories by the thousand, each with its own faults on the way to a real Redis, all chosen by a seed. */
@NullMarked
package dev.lockstitch.redis.explore;

import org.jspecify.annotations.NullMarked;
