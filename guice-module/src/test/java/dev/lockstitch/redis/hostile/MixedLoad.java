package dev.lockstitch.redis.hostile;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** All that an application asks of the library, from many threads, until a number of calls is reached. */
final class MixedLoad {

    private static final int THREADS = 8;
    private static final Limit BRIEF = new Limit(1000, Duration.ofSeconds(1), 50);
    private static final Limit TIGHT = new Limit(20, Duration.ofSeconds(1), 5);
    private static final Duration PATIENCE = Duration.ofMillis(20);

    private final IntFunction<Coordinator> nodes;
    private final AtomicLong left;
    private final AtomicLong fresh = new AtomicLong();
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

    private void run(Random random) {
        while (left.getAndDecrement() > 0) {
            try {
                call(nodes.apply(random.nextInt(1000)), random);
            } catch (CoordinationException e) {
                // Contended, rejected, interrupted, or Redis gone for the moment: all part of it.
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof CoordinationException)) {
                    wrong.add(e);
                }
            } catch (Exception | Error e) {
                wrong.add(e);
            }
            Thread.interrupted();
        }
    }

    private void call(Coordinator node, Random random) throws Exception {
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> node.withLock("fresh:" + fresh.incrementAndGet(), () -> null);
            case 4, 5 -> node.withLock(hot(random), () -> null);
            case 6 -> node.withLock(hot(random).shared(), () -> null);
            case 7 -> node.withLock(hot(random).fair(true), () -> null);
            case 8 -> node.withLock(hot(random).keys(List.of("hot:1", "fresh:" + fresh.incrementAndGet())), () -> null);
            case 9 -> lockLater(node, random);
            case 10 -> cancelled(node.tryLockAsync(hot(random)), random);
            case 11, 12 -> node.tryAcquire("fresh:" + fresh.incrementAndGet(), BRIEF, 1);
            case 13 -> refunded(node, node.tryAcquire("hot", BRIEF, 1 + random.nextInt(3)), random);
            case 14 -> node.tryAcquire(LimitRequest.of("tight", TIGHT).waitTime(PATIENCE));
            default ->
                cancelled(node.tryAcquireAsync(LimitRequest.of("tight", TIGHT).waitTime(PATIENCE)), random);
        }
    }

    private static LockRequest hot(Random random) {
        return LockRequest.of("hot:" + random.nextInt(4)).waitTime(random.nextInt(10) == 0 ? Duration.ZERO : PATIENCE);
    }

    private static void lockLater(Coordinator node, Random random) {
        node.withLockAsync(hot(random), () -> CompletableFuture.completedFuture(""))
                .join();
    }

    private static void cancelled(CompletableFuture<?> later, Random random) {
        if (random.nextBoolean() && later.cancel(false)) {
            return;
        }
        if (later.join() instanceof Optional<?> lock && lock.isPresent() && lock.get() instanceof HeldLock held) {
            held.close();
        }
    }

    private static void refunded(Coordinator node, RateLimitDecision decision, Random random) {
        if (random.nextInt(3) == 0) {
            node.refund(decision);
        }
    }
}
