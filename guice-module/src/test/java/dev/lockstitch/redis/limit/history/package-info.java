/** What several JVMs were granted under one limit, written down by them, and a checker that it was never too much. */
@NullMarked
package dev.lockstitch.redis.limit.history;

import org.jspecify.annotations.NullMarked;
