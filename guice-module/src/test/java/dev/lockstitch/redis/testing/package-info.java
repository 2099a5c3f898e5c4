/** A real Redis for tests, and ways to harm it. */
@NullMarked
package dev.lockstitch.redis.testing;

import org.jspecify.annotations.NullMarked;
