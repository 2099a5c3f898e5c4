package dev.lockstitch.redis.history;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Settings;
import dev.lockstitch.redis.testing.Stalls;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that follows a {@link Plan} and writes down what it did: url, file, plan and seed are its arguments. It says so
 * when it is ready, and begins when it is told until when on its standard input.
 */
final class HistoryWorker {

    private final Node node;
    private final HistoryWriter writer;
    private final Plan plan;
    private final long seed;
    private volatile long endNanos;

    private HistoryWorker(Node node, HistoryWriter writer, Plan plan, long seed) {
        this.node = node;
        this.writer = writer;
        this.plan = plan;
        this.seed = seed;
    }

    public static void main(String[] args) throws Exception {
        Plan plan = Plan.read(args[2]);
        var settings = Settings.patient().lockLease(plan.lease()).build();
        try (Stalls stalls = new Stalls();
                HistoryWriter writer = new HistoryWriter(Path.of(args[1]));
                Node node = Node.on(args[0], settings)) {
            new HistoryWorker(node, writer, plan, Long.parseLong(args[3])).run(stalls);
        }
    }

    private void run(Stalls stalls) throws Exception {
        node.coordinator().withLock("warm:" + seed, Duration.ofSeconds(30), () -> null);
        writer.clock(System.nanoTime());
        String told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (told == null) {
            return;
        }
        writer.clock(System.nanoTime());
        endNanos = Long.parseLong(told);
        stalls.reset();
        runThreads();
        writer.done(System.nanoTime(), stalls.worst().toNanos());
    }

    /** The first that fails ends the JVM, and with an error. */
    private void runThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(plan.threads());
        CountDownLatch start = new CountDownLatch(plan.threads());
        try {
            List<Future<@Nullable Void>> results = new ArrayList<>();
            for (int i = 0; i < plan.threads(); i++) {
                int thread = i;
                results.add(threads.submit(() -> {
                    start.countDown();
                    start.await();
                    return untilTheEnd(thread);
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private @Nullable Void untilTheEnd(int thread) throws InterruptedException {
        Random random = new Random(seed * 1009 + thread);
        while (System.nanoTime() < endNanos) {
            once(thread, plan.next(random));
        }
        return null;
    }

    private void once(int thread, LockRequest request) throws InterruptedException {
        long id = writer.asks(thread, request.keys(), request.mode(), System.nanoTime());
        LockOutcome outcome = node.coordinator().lock(request);
        long answered = System.nanoTime();
        if (outcome instanceof LockOutcome.Granted granted) {
            hold(id, answered, granted.lock());
        } else if (outcome instanceof LockOutcome.Contended) {
            writer.refused(id, answered, LockRecord.Outcome.CONTENDED);
        } else {
            writer.refused(id, answered, LockRecord.Outcome.UNGUARDED);
        }
    }

    private void hold(long id, long answered, HeldLock lock) {
        try (lock) {
            writer.granted(id, answered, lock.fencingToken());
            LockSupport.parkNanos(plan.body().toNanos());
            long released = System.nanoTime();
            if (lock.isHeld()) {
                writer.ends(id, released, LockRecord.Ending.RELEASED);
            } else {
                writer.ends(id, answered, LockRecord.Ending.LOST);
            }
        }
    }
}
