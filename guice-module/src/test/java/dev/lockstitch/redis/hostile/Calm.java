package dev.lockstitch.redis.hostile;

import dev.lockstitch.LockListener;
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

    /** Coordinates inside the JVM while there is no Redis, which it is not to be long in finding out. */
    static CoordinatorSettings local() {
        return settings("p", OnUnavailable.LOCAL, Duration.ofMillis(500));
    }

    /** As usual but for the times: calls proceed unguarded when Redis does not answer. */
    static CoordinatorSettings withBudget(Duration decisionBudget) {
        return settings(CoordinatorSettings.DEFAULTS.keyPrefix(), OnUnavailable.PROCEED, decisionBudget);
    }

    private static CoordinatorSettings settings(String prefix, OnUnavailable reaction, Duration decisionBudget) {
        return but(reaction, decisionBudget).keyPrefix(prefix).build();
    }

    private static Settings but(OnUnavailable reaction, Duration decisionBudget) {
        return Settings.but()
                .onUnavailable(reaction)
                .decisionBudget(decisionBudget)
                .startBudget(Duration.ofMinutes(1));
    }

    /** One that is in contact. */
    static Node node(RedisProcess redis) {
        return node(redis, CoordinatorSettings.DEFAULTS.keyPrefix());
    }

    /** One in contact, whose locks last so long that none of what is left behind goes by itself while a test looks. */
    static Node lasting(RedisProcess redis, LockListener... listeners) {
        CoordinatorSettings settings = but(OnUnavailable.FAIL, Duration.ofSeconds(10))
                .lockLease(Duration.ofMinutes(10))
                .build();
        return inContact(Node.on(redis, settings, listeners));
    }

    static Node node(RedisProcess redis, String prefix) {
        return inContact(Node.on(redis, settings(prefix)));
    }

    private static Node inContact(Node node) {
        node.coordinator().tryLock("contact", Duration.ZERO).ifPresent(lock -> lock.close());
        return node;
    }
}
