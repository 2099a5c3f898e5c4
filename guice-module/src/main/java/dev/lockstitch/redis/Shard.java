package dev.lockstitch.redis;

import java.util.concurrent.Semaphore;

/**
 * What is known of one server, or of one shard of a cluster, together with its replicas. Thread-safe.
 *
 * @param breaker whether it can be used
 * @param patience when it was last heard of
 * @param connections as many as calls may be under way there
 */
record Shard(Breaker breaker, Patience patience, Semaphore connections) {

    static Shard of(Breaker breaker, int connections, long budgetNanos) {
        return new Shard(breaker, new Patience(budgetNanos), new Semaphore(connections));
    }
}
