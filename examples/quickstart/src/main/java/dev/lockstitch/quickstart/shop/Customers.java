package dev.lockstitch.quickstart.shop;

import dev.lockstitch.RateLimitExceededException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The crowd in front of one server, each a thread. Says on {@code replies}, a line each, what came of every purchase. */
final class Customers {

    private static final Logger LOG = LoggerFactory.getLogger(Customers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final TicketShop shop;
    private final PrintStream replies;
    private final ExecutorService threads = Executors.newCachedThreadPool(Customers::daemon);
    private volatile boolean halted;

    Customers(TicketShop shop, PrintStream replies) {
        this.shop = shop;
        this.replies = replies;
    }

    /** Lets customers in when Redis is connected and the JVM has warmed up: what is to be seen is not a server's start. */
    void awaitOpening(BooleanSupplier connected) {
        await(connected);
        shop.sell("rehearsal");
        shop.confirm("rehearsal");
        await(connected);
        replies.println("ready");
    }

    private static void await(BooleanSupplier connected) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!connected.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("no contact with Redis within " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    void buyUnlocked(String event, int count) {
        sendIn(count, () -> buy(() -> shop.sellUnlocked(event)), () -> "done");
    }

    void buy(String event, int count) {
        sendIn(count, () -> buy(() -> shop.sell(event)), () -> "done");
    }

    void confirm(String event, int count) {
        LongAdder admitted = new LongAdder();
        LongAdder rejected = new LongAdder();
        sendIn(count, () -> confirm(event, admitted, rejected), () -> "done " + admitted + " " + rejected);
    }

    void halt() {
        halted = true;
    }

    private void sendIn(int count, Runnable customer, Supplier<String> reply) {
        halted = false;
        CompletableFuture<?>[] all = IntStream.range(0, count)
                .mapToObj(i -> CompletableFuture.runAsync(customer, threads))
                .toArray(CompletableFuture<?>[]::new);
        var unused = CompletableFuture.allOf(all).thenRun(() -> replies.println(reply.get()));
    }

    private void buy(Supplier<Sale> purchase) {
        Sale sale;
        do {
            long start = System.nanoTime();
            sale = attempt(purchase);
            replies.println("call " + sale + " " + (System.nanoTime() - start) / 1_000);
        } while (!halted && sale != Sale.SOLD_OUT && sale != Sale.FAILED);
    }

    private static Sale attempt(Supplier<Sale> purchase) {
        try {
            return purchase.get();
        } catch (RuntimeException e) {
            LOG.error("A purchase failed", e);
            return Sale.FAILED;
        }
    }

    private void confirm(String event, LongAdder admitted, LongAdder rejected) {
        while (!halted) {
            try {
                shop.confirm(event);
                admitted.increment();
            } catch (RateLimitExceededException e) {
                rejected.increment();
            }
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "customer");
        thread.setDaemon(true);
        return thread;
    }
}
