package dev.lockstitch.redis.explore;

import dev.lockstitch.redis.FaultyRedis;
import dev.lockstitch.redis.Script;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Stalls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** What all histories of a run share: a real Redis, threads and a clock. */
final class World implements AutoCloseable {

    private static final Script<String> KEYS = Script.text(World.class, "keys.lua");
    private static final Script<Long> DELETE = Script.number(World.class, "delete.lua");

    private final RedisProcess process = RedisProcess.start();
    private final FaultyRedis redis = new FaultyRedis(process);
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> daemon(task, "caller"));
    private final ScheduledExecutorService alarms = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "alarm"));
    private final Stalls stalls = new Stalls();

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    FaultyRedis redis() {
        return redis;
    }

    ExecutorService threads() {
        return threads;
    }

    ScheduledExecutorService alarms() {
        return alarms;
    }

    /** How late this machine was at worst, to be added to bounds on time. */
    Duration stall() {
        return stalls.worst();
    }

    /** Those that are there, each with its time to live in milliseconds behind a {@code =}. */
    List<String> there(List<String> keys) {
        String reply = redis.run(KEYS, keys);
        return reply.isEmpty() ? List.of() : List.of(reply.split(" ", -1));
    }

    void delete(List<String> keys) {
        var unused = redis.run(DELETE, keys);
    }

    @Override
    public void close() {
        stalls.close();
        alarms.shutdownNow();
        threads.shutdownNow();
        redis.close();
        process.close();
    }
}
