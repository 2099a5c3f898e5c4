package dev.lockstitch.redis.topology;

import dev.lockstitch.LockListener;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Settings;
import dev.lockstitch.spi.Coordinator;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Two nodes on one topology, which all tests of a class share. Whatever went unguarded would fail its test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Shared implements LockBehaviour, LimitBehaviour, LoadBehaviour {

    private static final AtomicInteger KEYS = new AtomicInteger();

    private final Topology topology;
    private final Told told = new Told();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Node one;
    private final Node two;

    Shared(Topology topology) {
        this.topology = topology;
        one = node(topology.source(), Duration.ofSeconds(2), OnUnavailable.FAIL, told);
        two = node(topology.asInFile(), Duration.ofSeconds(2), OnUnavailable.FAIL);
    }

    /** With the prefix that the documented user may use, and a short lease. */
    static Node node(ConnectionSource source, Duration budget, OnUnavailable onUnavailable, LockListener... listeners) {
        return node(source, budget, LEASE, onUnavailable, listeners);
    }

    static Node node(
            ConnectionSource source,
            Duration budget,
            Duration lease,
            OnUnavailable onUnavailable,
            LockListener... listeners) {
        CoordinatorSettings settings = Settings.but()
                .keyPrefix("shop")
                .onUnavailable(onUnavailable)
                .decisionBudget(budget)
                .startBudget(PATIENCE)
                .lockLease(lease)
                .build();
        return Node.on(source, settings, listeners);
    }

    @AfterAll
    void stop() {
        one.close();
        two.close();
        threads.shutdownNow();
        check();
        topology.close();
    }

    /** What is to be true in the end. */
    void check() {}

    @Override
    public Topology topology() {
        return topology;
    }

    @Override
    public Coordinator one() {
        return one.coordinator();
    }

    @Override
    public Coordinator two() {
        return two.coordinator();
    }

    @Override
    public Told told() {
        return told;
    }

    @Override
    public String key() {
        return "key" + KEYS.incrementAndGet();
    }

    @Override
    public <T> CompletableFuture<T> elsewhere(Callable<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }
}
