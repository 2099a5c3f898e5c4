package dev.lockstitch.redis.topology;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.redis.testing.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Threads of several nodes that lock and are limited without a pause, and write down what became of each call. */
final class Traffic implements AutoCloseable {

    private static final Limit NEVER_REACHED = Limit.of(1_000_000, Duration.ofSeconds(1));
    private static final long BODY_NANOS = 500_000;

    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Count> counts;
    private final AtomicLong worstLock = new AtomicLong();
    private final AtomicLong worstLimit = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean done;

    final AtomicInteger unguarded = new AtomicInteger();
    final AtomicInteger contended = new AtomicInteger();
    final AtomicInteger limited = new AtomicInteger();
    final AtomicInteger unlimited = new AtomicInteger();
    final AtomicInteger overlaps = new AtomicInteger();
    final AtomicInteger stale = new AtomicInteger();

    /** What became of one key. */
    private record Count(
            String key, AtomicInteger guarded, AtomicLong fence, AtomicReference<@Nullable Thread> inside) {

        Count(String key) {
            this(key, new AtomicInteger(), new AtomicLong(), new AtomicReference<>());
        }
    }

    /** One thread of every node for each key. */
    Traffic(List<Node> nodes, List<String> keys, Duration waitTime) {
        counts = keys.stream().collect(Collectors.toUnmodifiableMap(key -> key, Count::new));
        for (Count count : counts.values()) {
            for (Node node : nodes) {
                Thread thread = new Thread(() -> run(node, count, waitTime), "traffic " + count.key);
                threads.add(thread);
                thread.start();
            }
        }
    }

    private void run(Node node, Count count, Duration waitTime) {
        try {
            while (!done) {
                lock(node, count, waitTime);
                limit(node, count.key);
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    private void lock(Node node, Count count, Duration waitTime) throws Exception {
        long start = System.nanoTime();
        try {
            node.coordinator().withLock(count.key, waitTime, () -> {
                HeldLock.current().ifPresentOrElse(lock -> guarded(count, lock), this::unguarded);
                return null;
            });
        } catch (LockNotAcquiredException e) {
            contended.incrementAndGet();
        }
        worstLock.accumulateAndGet(System.nanoTime() - start, Math::max);
    }

    private void guarded(Count count, HeldLock lock) {
        if (!count.inside.compareAndSet(null, Thread.currentThread())) {
            overlaps.incrementAndGet();
        }
        if (count.fence.getAndAccumulate(lock.fencingToken(), Math::max) >= lock.fencingToken()) {
            stale.incrementAndGet();
        }
        long end = System.nanoTime() + BODY_NANOS;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        count.inside.compareAndSet(Thread.currentThread(), null);
        count.guarded.incrementAndGet();
    }

    private void unguarded() {
        unguarded.incrementAndGet();
        // An outage costs calls next to nothing: they would leave no processor to those who end it.
        LockSupport.parkNanos(BODY_NANOS);
    }

    private void limit(Node node, String key) {
        long start = System.nanoTime();
        boolean enforced = node.coordinator().tryAcquire(key, NEVER_REACHED, 1).enforced();
        (enforced ? limited : unlimited).incrementAndGet();
        worstLimit.accumulateAndGet(System.nanoTime() - start, Math::max);
    }

    int guarded(String key) {
        return now().getOrDefault(key, 0);
    }

    /** Every key was locked so often since then. */
    boolean allGuarded(Map<String, Integer> since, int times) {
        return now().entrySet().stream()
                .allMatch(each -> each.getValue() >= since.getOrDefault(each.getKey(), 0) + times);
    }

    /** How often each key was locked. */
    Map<String, Integer> now() {
        return counts.values().stream().collect(Collectors.toMap(Count::key, count -> count.guarded.get()));
    }

    Duration worstLock() {
        return Duration.ofNanos(worstLock.get());
    }

    Duration worstLimit() {
        return Duration.ofNanos(worstLimit.get());
    }

    void forgetWorst() {
        worstLock.set(0);
        worstLimit.set(0);
    }

    @Override
    public String toString() {
        return "guarded " + now() + ", unguarded " + unguarded + ", contended " + contended + ", limited " + limited
                + ", not limited " + unlimited + ", overlaps " + overlaps + ", stale " + stale + ", worst "
                + worstLock() + " and " + worstLimit();
    }

    /** Ends the traffic; rethrows what went wrong in it. */
    @Override
    public void close() throws InterruptedException {
        done = true;
        for (Thread thread : threads) {
            thread.join();
        }
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new AssertionError("A call under load failed", thrown);
        }
    }
}
