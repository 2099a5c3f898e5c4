/**
 * The ground floor: the connection to Redis, whether it can be used, what a failure means, running a script, naming
 * keys. {@link dev.lockstitch.redis.RedissonCoordinator} is its only type for applications.
 */
@NullMarked
package dev.lockstitch.redis;

import org.jspecify.annotations.NullMarked;
