package dev.lockstitch.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.lockstitch.spi.Wiring;
import dev.lockstitch.weaver.Handoff;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Calls a woven method with a coordinator that costs nothing, and prints for each round nanoseconds and allocated bytes
 * per call. In a JVM of its own, so that nothing else has shaped the compiled code.
 */
public final class AdviceWorker {

    private static final int BATCH = 1_000;
    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final OrderDesk desk = new OrderDesk();
    private final String[] ids =
            IntStream.range(0, BATCH).mapToObj(i -> "2026-" + (100_000 + i)).toArray(String[]::new);
    private final Customer customer = new Customer("ada");

    private AdviceWorker() {}

    /**
     * Measures.
     *
     * @param args the number of rounds, their length and that of the warm-up in milliseconds
     */
    public static void main(String[] args) {
        try (Handoff.Registration registration =
                Handoff.install(new Wiring(new GrantingCoordinator(), Map.of(), true, true, false))) {
            AdviceWorker worker = new AdviceWorker();
            worker.round(Duration.ofMillis(Long.parseLong(args[2])));
            for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                System.out.println(worker.round(Duration.ofMillis(Long.parseLong(args[1]))));
            }
        }
    }

    private String round(Duration time) {
        long paidBefore = desk.paid();
        long bytes = MEMORY.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        long now = start;
        while (now - start < time.toNanos()) {
            for (String id : ids) {
                desk.pay(id, customer);
            }
            now = System.nanoTime();
        }
        double calls = desk.paid() - paidBefore;
        return (now - start) / calls + " " + (MEMORY.getCurrentThreadAllocatedBytes() - bytes) / calls;
    }
}
