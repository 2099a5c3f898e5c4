package dev.lockstitch.redis.limit.history;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.RedissonCoordinator;
import java.time.Duration;

/** A JVM that takes what it can of a limit, one permit after the other, and tells how many it got. */
final class GenerationWorker {

    static final Limit LIMIT = Limit.of(10, Duration.ofHours(1));
    static final String KEY = "hour";
    static final String GOT = "got ";

    private GenerationWorker() {}

    public static void main(String[] args) throws Exception {
        try (LimitNode node = new LimitNode(args[0], LimitNode.NO_OVERRIDES)) {
            System.out.println(GOT + take(node.coordinator(), Integer.parseInt(args[1])));
        }
    }

    private static int take(RedissonCoordinator coordinator, int attempts) {
        int got = 0;
        for (int i = 0; i < attempts; i++) {
            RateLimitDecision decision = coordinator.tryAcquire(KEY, LIMIT, 1);
            got += decision.granted() && decision.enforced() ? 1 : 0;
        }
        return got;
    }
}
