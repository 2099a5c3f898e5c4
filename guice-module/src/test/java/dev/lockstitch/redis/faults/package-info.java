/** Several JVMs, real Redis processes that are killed and stopped, and what must hold all the same. */
@NullMarked
package dev.lockstitch.redis.faults;

import org.jspecify.annotations.NullMarked;
