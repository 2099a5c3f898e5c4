package com.example.shop;

import com.google.inject.Injector;
import dev.lockstitch.guice.LockstitchBuilder;
import dev.lockstitch.spi.Coordinator;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

    /** Each order has its own customer, so that two share nothing but what the test says. */
    static Order order(String id) {
        return new Order(id, new Customer("c" + id, "+49" + id));
    }

    static void await(Future<?> call) throws Exception {
        call.get(30, TimeUnit.SECONDS);
    }
}
