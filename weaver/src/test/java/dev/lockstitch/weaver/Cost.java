package dev.lockstitch.weaver;

import com.sun.management.ThreadMXBean;
import dev.lockstitch.DistributedLock;
import dev.lockstitch.spi.Wiring;
import java.lang.management.ManagementFactory;
import java.util.Map;

/** What a guarded call costs without Redis: the advice, and a key with a parameter and a property path. */
final class Cost {

    private static final int CALLS = 100_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    record Customer(String name) {}

    record Order(long id, Customer customer) {}

    static final class Till {
        @DistributedLock(key = "till:{till}:{order.customer.name}")
        String texts(String till, Order order) {
            return order.customer().name();
        }

        @DistributedLock(key = "till:{till}:{order.id}")
        String numbers(long till, Order order) {
            return order.customer().name();
        }
    }

    private Cost() {}

    /** Prints nanoseconds and bytes per call, batch by batch. */
    public static void main(String[] args) {
        try (Handoff.Registration registration =
                Handoff.install(new Wiring(new GrantingCoordinator(), Map.of(), true, true, false))) {
            Till till = new Till();
            Order order = new Order(4711, new Customer("acme"));
            for (int i = 0; i < 30; i++) {
                print("texts", () -> till.texts("north", order));
                print("numbers", () -> till.numbers(1_000_000, order));
            }
        }
    }

    private static void print(String what, Runnable call) {
        long bytes = allocated();
        long nanos = System.nanoTime();
        repeat(call);
        nanos = System.nanoTime() - nanos;
        bytes = allocated() - bytes;
        System.out.printf("%s: %.1f ns, %.1f B%n", what, (double) nanos / CALLS, (double) bytes / CALLS);
    }

    /** The bytes of one call in the best of so many batches: a batch may also pay for what the compiler has yet to do. */
    static long leastBytes(int batches, Runnable call) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < batches; i++) {
            long before = allocated();
            repeat(call);
            least = Math.min(least, (allocated() - before) / CALLS);
        }
        return least;
    }

    private static void repeat(Runnable call) {
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
