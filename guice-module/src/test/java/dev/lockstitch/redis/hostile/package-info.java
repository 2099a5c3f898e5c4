/** Hostile input, many callers, interruption, long runs. */
@NullMarked
package dev.lockstitch.redis.hostile;

import org.jspecify.annotations.NullMarked;
