package dev.lockstitch.redis.hostile;

import dev.lockstitch.CoordinationInterruptedException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.LockMode;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Threads that ask for all that can be asked for, and are interrupted, or cancel, at any moment. */
final class Interruptions {

    private static final int THREADS = 6;
    private static final int KEYS = 3;

    /** Counts more than all readers that there can be. */
    private static final int WRITER = 1000;

    private static final Duration LONG = Duration.ofMinutes(1);

    /** So slow that nothing comes back while a test runs: what is gone was taken. */
    private static final Limit LEDGER = Limit.of(100_000, Duration.ofDays(365));

    private final List<Coordinator> nodes;
    private final long seed;
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicIntegerArray inside = new AtomicIntegerArray(KEYS);
    private final AtomicInteger taken = new AtomicInteger();
    private volatile boolean over;

    Interruptions(List<Coordinator> nodes, long seed) {
        this.nodes = nodes;
        this.seed = seed;
    }

    /** Every way to wait for a lock. */
    static List<Callers.Work> waits(Coordinator node, String key) {
        LockRequest request = LockRequest.of(key).waitTime(LONG);
        return List.of(
                index -> node.tryLock(request),
                index -> node.tryLock(request.shared()),
                index -> node.tryLock(request.fair(true)),
                index -> node.tryLock(request.fair(true).shared()),
                index -> node.tryLock(request.leaseTime(LONG)),
                index -> node.tryLock(request.keys(List.of("a", key, "z"))),
                index -> node.withLock(request, () -> null));
    }

    void run(int interruptions) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random own = new Random(seed * 31 + i);
            Thread thread = new Thread(() -> come(own), "interrupted-" + i);
            threads.add(thread);
            thread.start();
        }
        Random random = new Random(seed);
        for (int i = 0; i < interruptions; i++) {
            LockSupport.parkNanos(random.nextInt(2_000_000));
            threads.get(random.nextInt(THREADS)).interrupt();
        }
        over = true;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(60));
            if (thread.isAlive()) {
                wrong.add("stranded at " + List.of(thread.getStackTrace()));
                thread.interrupt();
            }
        }
    }

    private void come(Random random) {
        while (!over) {
            Coordinator node = nodes.get(random.nextInt(nodes.size()));
            try {
                switch (random.nextInt(6)) {
                    case 0 -> permits(node, random);
                    case 1 -> permitsLater(node, random);
                    case 2 -> lockLater(node, random);
                    default -> lock(node, random);
                }
            } catch (CoordinationInterruptedException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    wrong.add("the flag is not set");
                }
            } catch (Exception | Error e) {
                wrong.add("thrown: " + e);
            }
            // The next call is to get further than to its first look at the flag.
            Thread.interrupted();
        }
    }

    private void lock(Coordinator node, Random random) {
        int key = random.nextInt(KEYS);
        LockRequest request = LockRequest.of("k" + key).waitTime(LONG);
        request = switch (random.nextInt(6)) {
            case 0 -> request.fair(true);
            case 3 -> request.shared();
            case 4 -> request.shared().fair(true);
            case 1 -> request.leaseTime(LONG);
            case 2 -> request.keys(List.of("k" + key, "second"));
            default -> request;
        };
        Optional<HeldLock> lock = node.tryLock(request);
        enter(key, lock.orElse(null), request.mode() == LockMode.SHARED ? 1 : WRITER, random);
    }

    private void enter(int key, @Nullable HeldLock lock, int weight, Random random) {
        if (lock == null) {
            wrong.add("contended");
            return;
        }
        try (lock) {
            int others = inside.getAndAdd(key, weight);
            if (others >= WRITER || (weight == WRITER && others > 0) || !lock.isHeld()) {
                wrong.add("not alone under k" + key);
            }
            if (random.nextInt(4) == 0) {
                LockSupport.parkNanos(random.nextInt(500_000));
            }
            inside.addAndGet(key, -weight);
        }
    }

    private void lockLater(Coordinator node, Random random) {
        int key = random.nextInt(KEYS);
        CompletableFuture<Optional<HeldLock>> later = node.tryLockAsync("k" + key, LONG);
        LockSupport.parkNanos(random.nextInt(3_000_000));
        if (random.nextBoolean() && later.cancel(false)) {
            return;
        }
        enter(key, later.join().orElse(null), WRITER, random);
    }

    private void permits(Coordinator node, Random random) {
        RateLimitDecision decision = node.tryAcquire(asked(random));
        count(decision, random, node);
    }

    private void permitsLater(Coordinator node, Random random) {
        CompletableFuture<RateLimitDecision> later = node.tryAcquireAsync(asked(random));
        LockSupport.parkNanos(random.nextInt(1_000_000));
        if (random.nextBoolean() && later.cancel(false)) {
            return;
        }
        count(later.join(), random, node);
    }

    private void count(RateLimitDecision decision, Random random, Coordinator node) {
        if (!decision.granted() || !decision.enforced()) {
            wrong.add("not granted: " + decision);
        } else if (random.nextInt(4) > 0 || !node.refund(decision)) {
            taken.incrementAndGet();
        }
    }

    private static LimitRequest asked(Random random) {
        LimitRequest.Part ledger = new LimitRequest.Part("", "ledger", LEDGER, 1, LONG);
        return random.nextInt(3) == 0
                ? LimitRequest.of(ledger, new LimitRequest.Part("", "other", LEDGER, 1, Duration.ZERO))
                : LimitRequest.of(ledger);
    }

    /** What callers got, and kept. */
    long taken() {
        return taken.get();
    }

    /** What Redis thinks they have. */
    long charged(Coordinator node) {
        return LEDGER.permits()
                - node.tryAcquire("ledger", LEDGER, 0).limits().get(0).remaining();
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }
}
