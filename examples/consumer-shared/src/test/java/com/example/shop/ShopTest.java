package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Injector;
import dev.lockstitch.guice.LockstitchBuilder;
import dev.lockstitch.spi.Coordinator;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The shop on a real Redis, with some threads to call it from. */
abstract class ShopTest {

    final TestLedger ledger = new TestLedger();
    final ExecutorService threads = Executors.newFixedThreadPool(4);
    RealRedis redis;
    Injector injector;

    @BeforeEach
    void openTheShop() {
        redis = new RealRedis();
        injector = Shop.open(patient(Shop.settings(redis.url())), ledger);
    }

    @AfterEach
    void closeTheShop() throws InterruptedException {
        threads.shutdownNow();
        injector.getInstance(Coordinator.class).close();
        redis.close();
        threads.awaitTermination(10, TimeUnit.SECONDS);
    }

    /** A busy machine must not be taken for a Redis that is away. */
    static LockstitchBuilder patient(LockstitchBuilder settings) {
        return settings.startBudget(Duration.ofSeconds(30)).decisionBudget(Duration.ofSeconds(10));
    }

    Till till() {
        return injector.getInstance(Till.class);
    }

    Messages messages() {
        return injector.getInstance(Messages.class);
    }

    Warehouse warehouse() {
        return injector.getInstance(Warehouse.class);
    }

    Coordinator coordinator() {
        return injector.getInstance(Coordinator.class);
    }

    /** Each order has its own customer, so that two share nothing but what the test says. */
    static Order order(String id) {
        return new Order(id, new Customer("c" + id, "+49" + id));
    }

    static void await(Future<?> call) throws Exception {
        call.get(30, TimeUnit.SECONDS);
    }

    /** As {@link #whileInside}. */
    void runInside(Runnable first, Runnable second) throws Exception {
        whileInside(
                () -> {
                    first.run();
                    return null;
                },
                () -> {
                    second.run();
                    return null;
                });
    }

    /** Makes the second call while the first, on another thread, is inside its body. */
    <T> T whileInside(Callable<T> first, Callable<T> second) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        ledger.meanwhile(() -> {
            ledger.meanwhile(() -> {});
            entered.countDown();
            awaitLatch(leave);
        });
        Future<T> holder = threads.submit(first);
        try {
            awaitLatch(entered);
            return second.call();
        } finally {
            leave.countDown();
            await(holder);
        }
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("The other call did not get inside", e);
        }
    }

    static void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
