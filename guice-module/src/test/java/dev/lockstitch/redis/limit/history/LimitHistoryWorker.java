package dev.lockstitch.redis.limit.history;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimitOverrides;
import dev.lockstitch.redis.RedissonCoordinator;
import dev.lockstitch.spi.LimitRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that asks as its {@link Demand} says, and tells what it got: url, demand and seed are its arguments. It says so
 * when it is ready, and begins when it is told from when until when on its standard input.
 */
final class LimitHistoryWorker {

    static final String READY = "ready";
    private static final String NAME = "orders";
    private static final int WARM_UP_CALLS = 1500;
    private static final Limit CLOCK = Limit.of(1, Duration.ofSeconds(1));

    private final Demand demand;
    private final long seed;
    private volatile long fromMicros = Long.MAX_VALUE;
    private volatile long endMicros;

    private LimitHistoryWorker(Demand demand, long seed) {
        this.demand = demand;
        this.seed = seed;
    }

    public static void main(String[] args) throws Exception {
        LimitHistoryWorker worker = new LimitHistoryWorker(Demand.read(args[1]), Long.parseLong(args[2]));
        try (LimitNode node = new LimitNode(args[0], worker::override)) {
            worker.run(node.coordinator());
        }
    }

    /** Every JVM by its own look at the time: about the moment of the change they need not agree. */
    private Optional<RateLimitOverrides.Change> override(String name, String key) {
        Limit other = demand.other();
        long since = micros() - fromMicros;
        if (other == null || !name.equals(NAME) || since < 0 || since / 1000 / demand.phaseMillis() % 2 == 0) {
            return Optional.empty();
        }
        return Optional.of(RateLimitOverrides.Change.to(other));
    }

    static long micros() {
        return GrantLog.micros(Instant.now());
    }

    /** Redis's clock: asking for nothing tells it. */
    static long redisMicros(RedissonCoordinator coordinator) {
        RateLimitDecision decision = coordinator.tryAcquire("clock", CLOCK, 0);
        return GrantLog.micros(decision.decidedAt());
    }

    static LimitRequest request(Demand demand, long cost) {
        return LimitRequest.of(new LimitRequest.Part(NAME, "hot", demand.limit(), cost, Duration.ZERO));
    }

    private void run(RedissonCoordinator coordinator) throws Exception {
        warmUp(coordinator);
        System.out.println(READY);
        String told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (told == null) {
            return;
        }
        fromMicros = Long.parseLong(told.split(" ", -1)[0]);
        endMicros = Long.parseLong(told.split(" ", -1)[1]);
        ExecutorService threads = Executors.newFixedThreadPool(Demand.THREADS);
        try {
            List<Future<@Nullable Void>> results = new ArrayList<>();
            for (int i = 0; i < Demand.THREADS; i++) {
                LimitCaller caller = caller(i, coordinator);
                results.add(threads.submit(() -> {
                    caller.callUntil(endMicros);
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A JVM that begins cold asks for less than the limit at first, and what spills then was never asked for. */
    private void warmUp(RedissonCoordinator coordinator) {
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            coordinator.tryAcquire("warm", demand.limit(), i % 2);
        }
    }

    private LimitCaller caller(int thread, RedissonCoordinator coordinator) {
        LimitCaller.Way way = LimitCaller.Way.AT_ONCE;
        if (thread < demand.waiters()) {
            way = thread % 2 == 0 ? LimitCaller.Way.BLOCKING : LimitCaller.Way.LATER;
        }
        return new LimitCaller(coordinator, demand, way, new Random(seed * 1009 + thread));
    }
}
