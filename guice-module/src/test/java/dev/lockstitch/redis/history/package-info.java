/** What several JVMs did with locks, written down by them, and a checker that nothing forbidden is in it. */
@NullMarked
package dev.lockstitch.redis.history;

import org.jspecify.annotations.NullMarked;
