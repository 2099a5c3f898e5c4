/** Rate limits: the script that decides, and what its answer means. Stands on the ground floor alone. */
@NullMarked
package dev.lockstitch.redis.limit;

import org.jspecify.annotations.NullMarked;
