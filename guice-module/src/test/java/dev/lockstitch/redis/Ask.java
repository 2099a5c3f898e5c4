package dev.lockstitch.redis;

/**
 * A question for a lock as it went over a way, and what the node heard of it.
 *
 * @param key the name of the lock in Redis
 * @param token who asked
 * @param exclusive its mode
 * @param queued whether it wanted to wait
 * @param sentNanos when it was sent
 * @param heardNanos when the reply came
 * @param reply the reply
 */
public record Ask(
        String key, String token, boolean exclusive, boolean queued, long sentNanos, long heardNanos, long reply) {}
