package dev.lockstitch.redis.hostile;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.CoordinationInterruptedException;
import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** All that an application asks of the library, from many threads, until a number of calls is reached. */
final class MixedLoad {

    private static final int THREADS = 8;
    private static final int HOT = 4;
    private static final Limit BRIEF = new Limit(1000, Duration.ofSeconds(1), 50);
    private static final Limit TIGHT = new Limit(20, Duration.ofSeconds(1), 5);
    private static final Duration PATIENCE = Duration.ofMillis(20);

    private final IntFunction<Coordinator> nodes;
    private final AtomicLong left;
    private final AtomicLong freshLocks = new AtomicLong();
    private final AtomicLong freshLimits = new AtomicLong();
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    MixedLoad(IntFunction<Coordinator> nodes, long calls, long seed) {
        this.nodes = nodes;
        this.left = new AtomicLong(calls);
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed + i);
            threads.add(new Thread(() -> run(random), "load-" + i));
        }
        threads.forEach(Thread::start);
    }

    boolean isDone() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    void interruptOne() {
        threads.get(ThreadLocalRandom.current().nextInt(THREADS)).interrupt();
    }

    List<Throwable> wrong() {
        return List.copyOf(wrong);
    }

    /** What became of how many calls. */
    Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /** How many keys were locked, at the most. */
    long lockedKeys() {
        return HOT + freshLocks.get();
    }

    private void run(Random random) {
        while (left.getAndDecrement() > 0) {
            try {
                call(nodes.apply(random.nextInt(1000)), random);
            } catch (CompletionException e) {
                ended(e.getCause() instanceof CoordinationException known ? known : e);
            } catch (Exception | Error e) {
                ended(e);
            }
            Thread.interrupted();
        }
    }

    /** Without a body, or without an answer. */
    private void ended(Throwable thrown) {
        if (thrown instanceof LockNotAcquiredException) {
            count("contended");
        } else if (thrown instanceof CoordinationInterruptedException) {
            count("interrupted");
        } else if (thrown instanceof CoordinationUnavailableException) {
            // The node that was asked was closed just then.
            count("unavailable");
        } else {
            wrong.add(thrown);
        }
    }

    private void call(Coordinator node, Random random) throws Exception {
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> locked(node, LockRequest.of(freshLock()));
            case 4, 5 -> locked(node, hot(random));
            case 6 -> locked(node, hot(random).shared());
            case 7 -> locked(node, hot(random).fair(true));
            case 8 -> locked(node, hot(random).keys(List.of("hot:1", freshLock())));
            case 9 -> lockLater(node, random);
            case 10 -> cancelled(node.tryLockAsync(hot(random)), random);
            case 11, 12 -> decided(node.tryAcquire("fresh:" + freshLimits.incrementAndGet(), BRIEF, 1));
            case 13 -> refunded(node, node.tryAcquire("hot", BRIEF, 1 + random.nextInt(3)), random);
            case 14 -> decided(node.tryAcquire(LimitRequest.of("tight", TIGHT).waitTime(PATIENCE)));
            default ->
                cancelled(node.tryAcquireAsync(LimitRequest.of("tight", TIGHT).waitTime(PATIENCE)), random);
        }
    }

    private String freshLock() {
        return "fresh:" + freshLocks.incrementAndGet();
    }

    private static LockRequest hot(Random random) {
        return LockRequest.of("hot:" + random.nextInt(HOT))
                .waitTime(random.nextInt(10) == 0 ? Duration.ZERO : PATIENCE);
    }

    private void locked(Coordinator node, LockRequest request) throws Exception {
        count(node.withLock(request, () -> HeldLock.current().isPresent()));
    }

    private void lockLater(Coordinator node, Random random) {
        count(node.withLockAsync(
                        hot(random),
                        () -> CompletableFuture.completedFuture(
                                HeldLock.current().isPresent()))
                .join());
    }

    private void cancelled(CompletableFuture<?> later, Random random) {
        if (random.nextBoolean() && later.cancel(false)) {
            count("cancelled");
            return;
        }
        Object outcome = later.join();
        if (outcome instanceof RateLimitDecision decision) {
            decided(decision);
        } else if (outcome instanceof Optional<?> lock && lock.isPresent() && lock.get() instanceof HeldLock held) {
            count(held.isHeld());
            held.close();
        } else {
            count("contended");
        }
    }

    private void refunded(Coordinator node, RateLimitDecision decision, Random random) {
        decided(decision);
        if (random.nextInt(3) == 0) {
            node.refund(decision);
        }
    }

    private void decided(RateLimitDecision decision) {
        count(decision.enforced());
    }

    private void count(boolean coordinated) {
        count(coordinated ? "coordinated" : "uncoordinated");
    }

    private void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }
}
