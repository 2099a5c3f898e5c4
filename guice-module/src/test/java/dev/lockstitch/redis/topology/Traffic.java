package dev.lockstitch.redis.topology;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.redis.testing.Crew;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Worst;
import java.time.Duration;
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

    private final Crew crew = new Crew();
    private final Map<String, Count> counts;

    final Worst worstLock = new Worst();
    final Worst worstLimit = new Worst();
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
                crew.start("traffic " + count.key, () -> call(node, count, waitTime));
            }
        }
    }

    private void call(Node node, Count count, Duration waitTime) throws Exception {
        lock(node, count, waitTime);
        limit(node, count.key);
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
        worstLock.note(start);
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
        worstLimit.note(start);
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

    void forgetWorst() {
        worstLock.forget();
        worstLimit.forget();
    }

    @Override
    public String toString() {
        return "guarded " + now() + ", unguarded " + unguarded + ", contended " + contended + ", limited " + limited
                + ", not limited " + unlimited + ", overlaps " + overlaps + ", stale " + stale + ", worst "
                + worstLock.get() + " and " + worstLimit.get();
    }

    /** Ends the traffic; rethrows what went wrong in it. */
    @Override
    public void close() throws InterruptedException {
        crew.close();
    }
}
