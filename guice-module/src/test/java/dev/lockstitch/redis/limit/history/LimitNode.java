package dev.lockstitch.redis.limit.history;

import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitOverrides;
import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.LimitTerms;
import dev.lockstitch.redis.LockEvents;
import dev.lockstitch.redis.LockTerms;
import dev.lockstitch.redis.RedisAddress;
import dev.lockstitch.redis.RedisConnection;
import dev.lockstitch.redis.RedissonCoordinator;
import dev.lockstitch.redis.limit.RateLimiter;
import dev.lockstitch.redis.lock.RedisLocks;
import dev.lockstitch.redis.testing.Settings;
import java.util.List;
import java.util.Optional;

/** A coordinator that knows overrides, and is patient with a Redis on a busy machine. */
final class LimitNode implements AutoCloseable {

    static final RateLimitOverrides NO_OVERRIDES = (name, key) -> Optional.empty();

    private final RedissonCoordinator coordinator;

    LimitNode(String url, RateLimitOverrides overrides) {
        CoordinatorSettings settings = patient();
        RedisConnection connection = new RedisConnection(ConnectionSource.of(RedisAddress.parse(url)), settings);
        LockEvents events = new LockEvents(List.of());
        coordinator = new RedissonCoordinator(
                connection,
                new RedisLocks(connection, settings, events),
                new RateLimiter(connection, false, 1),
                settings.onUnavailable(),
                new LockTerms(events, null, null),
                new LimitTerms(List.of(), overrides),
                () -> {});
        connection.start();
    }

    /** A machine that is too busy to let Redis answer in time is none of what is looked for here. */
    static CoordinatorSettings patient() {
        return Settings.patient().onUnavailable(OnUnavailable.FAIL).build();
    }

    RedissonCoordinator coordinator() {
        return coordinator;
    }

    @Override
    public void close() {
        coordinator.close();
    }
}
