package dev.lockstitch.redis.faults;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that asks for permits as fast as it can, and tells when, on Redis's clock, each was granted. */
final class LimitWorker {

    static final Limit LIMIT = new Limit(500, Duration.ofSeconds(1), 50);
    static final String GRANTED = "granted ";
    static final String UNGUARDED = "unguarded";
    private static final int THREADS = 4;

    private LimitWorker() {}

    public static void main(String[] args) throws Exception {
        List<Thread> threads = new ArrayList<>();
        try (Node node = Node.on(args[0], Settings.patient().build())) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[1]));
            for (int i = 0; i < THREADS; i++) {
                Thread thread = new Thread(() -> askUntil(end, node));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void askUntil(long end, Node node) {
        StringBuilder grants = new StringBuilder();
        while (System.nanoTime() - end < 0) {
            RateLimitDecision decision = node.coordinator().tryAcquire("hot", LIMIT, 1);
            if (decision.granted()) {
                String time = decision.enforced()
                        ? Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, decision.decidedAt()))
                        : UNGUARDED;
                grants.append(GRANTED).append(time).append('\n');
            }
        }
        System.out.print(grants);
    }
}
