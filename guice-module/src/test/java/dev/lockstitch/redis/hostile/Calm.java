package dev.lockstitch.redis.hostile;

import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Settings;
import java.time.Duration;

/** Settings for tests that are not about time: a busy machine is no outage. */
final class Calm {

    private Calm() {}

    static CoordinatorSettings settings(String prefix) {
        return settings(prefix, OnUnavailable.FAIL, Duration.ofSeconds(10));
    }

    /** As usual but for the times: calls proceed unguarded when Redis does not answer. */
    static CoordinatorSettings withBudget(Duration decisionBudget) {
        return settings(CoordinatorSettings.DEFAULTS.keyPrefix(), OnUnavailable.PROCEED, decisionBudget);
    }

    private static CoordinatorSettings settings(String prefix, OnUnavailable reaction, Duration decisionBudget) {
        return Settings.but()
                .keyPrefix(prefix)
                .onUnavailable(reaction)
                .decisionBudget(decisionBudget)
                .startBudget(Duration.ofMinutes(1))
                .build();
    }

    /** One that is in contact. */
    static Node node(RedisProcess redis) {
        return node(redis, CoordinatorSettings.DEFAULTS.keyPrefix());
    }

    static Node node(RedisProcess redis, String prefix) {
        Node node = Node.on(redis, settings(prefix));
        node.coordinator().tryLock("contact", Duration.ZERO).ifPresent(lock -> lock.close());
        return node;
    }
}
