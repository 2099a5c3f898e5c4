/** Locks: asking, waiting, renewing, giving back. Knows the ground floor and nothing of limits. */
@NullMarked
package dev.lockstitch.redis.lock;

import org.jspecify.annotations.NullMarked;
