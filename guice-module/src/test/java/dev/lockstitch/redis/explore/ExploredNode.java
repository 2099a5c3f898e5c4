package dev.lockstitch.redis.explore;

import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.FaultyRedis;
import dev.lockstitch.redis.LimitTerms;
import dev.lockstitch.redis.LockEvents;
import dev.lockstitch.redis.LockTerms;
import dev.lockstitch.redis.RedissonCoordinator;
import dev.lockstitch.redis.limit.RateLimiter;
import dev.lockstitch.redis.lock.LockTables;
import dev.lockstitch.redis.lock.RedisLocks;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/** A coordinator over a faulty way, of whose insides tests can see what is left. */
final class ExploredNode implements AutoCloseable {

    private static final long FIRST_CONTACT_NANOS = 30_000_000_000L;
    private static final long LOOK_NANOS = 1_000_000;

    private final String name;
    private final FaultyRedis.Way way;
    private final RedisLocks locks;
    private final RedissonCoordinator coordinator;

    ExploredNode(String name, FaultyRedis.Way way, CoordinatorSettings settings, LimitTerms limits, Executor executor) {
        this.name = name;
        this.way = way;
        LockEvents events = new LockEvents(List.of());
        locks = new RedisLocks(way.connection(), settings, events);
        coordinator = new RedissonCoordinator(
                way.connection(),
                locks,
                new RateLimiter(way.connection(), false, 1),
                settings.onUnavailable(),
                new LockTerms(events, null, executor),
                limits,
                () -> {});
        way.connection().start();
    }

    String name() {
        return name;
    }

    FaultyRedis.Way way() {
        return way;
    }

    RedissonCoordinator coordinator() {
        return coordinator;
    }

    /** The first contact may take its time on a busy machine, which is nobody's fault. */
    void awaitContact() {
        long end = System.nanoTime() + FIRST_CONTACT_NANOS;
        while (!way.connection().isAvailable() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    List<String> left() {
        return LockTables.left(locks);
    }

    @Override
    public void close() {
        coordinator.close();
    }
}
