@NullMarked
package dev.lockstitch.redis.topology;

import org.jspecify.annotations.NullMarked;
