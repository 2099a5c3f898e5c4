package dev.lockstitch.redis.hostile;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.testing.Ends;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Many threads that all call at once, and what became of their calls. */
final class Callers {

    static final int COUNT = 1000;

    private static final int SMALL_STACK = 128 * 1024;
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Node node;
    private final ThreadFactory threads;
    private final Map<String, AtomicInteger> told = new ConcurrentHashMap<>();

    /** What a caller does; the index tells callers apart. */
    interface Work {
        void run(int index) throws Exception;
    }

    Callers(Node node, ThreadFactory threads) {
        this.node = node;
        this.threads = threads;
    }

    /** As threads of pools are that were told to be small. */
    static ThreadFactory platform() {
        return task -> new Thread(null, task, "caller", SMALL_STACK);
    }

    /** By reflection, since this is compiled for a Java that has none. */
    static ThreadFactory virtual() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(String.valueOf(e.getMessage()), e);
        }
    }

    /** All take turns under one key. */
    Map<String, Integer> onOneKey() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        return all(index -> {
            Optional<HeldLock> lock = node.coordinator().tryLock("hot", LONG);
            if (lock.isEmpty()) {
                tell("contended");
                return;
            }
            try (HeldLock held = lock.get()) {
                tell(!held.isHeld() ? "unguarded" : inside.incrementAndGet() == 1 ? "alone" : "together");
                inside.decrementAndGet();
            }
        });
    }

    /** A few at a time under each of many keys, some of them two at once, twice over. */
    Map<String, Integer> onManyKeys(int keys) throws InterruptedException {
        AtomicIntegerArray inside = new AtomicIntegerArray(keys);
        return all(index -> {
            for (int round = 0; round < 2; round++) {
                int key = (index + round) % keys;
                LockRequest request = LockRequest.of("k" + key).waitTime(LONG).name("many");
                if (index % 10 == 0) {
                    request = request.keys(List.of("k" + key, "other" + key));
                }
                node.coordinator().withLock(request, () -> {
                    boolean guarded = HeldLock.current().isPresent();
                    tell(!guarded ? "unguarded" : inside.incrementAndGet(key) == 1 ? "alone" : "together");
                    inside.decrementAndGet(key);
                    return null;
                });
            }
        });
    }

    /** One permit each of a limit for fewer than all, and one each of limits of their own. */
    Map<String, Integer> onLimits(int permits) throws InterruptedException {
        Limit hot = Limit.of(permits, Duration.ofDays(1));
        return all(index -> {
            tell("hot", node.coordinator().tryAcquire("hot", hot, 1));
            tell("own", node.coordinator().tryAcquire("own:" + index, Limit.of(1, Duration.ofDays(1)), 1));
        });
    }

    private void tell(String which, RateLimitDecision decision) {
        tell(!decision.enforced() ? "unguarded" : which + (decision.granted() ? " granted" : " rejected"));
    }

    private void tell(String what) {
        told.computeIfAbsent(what, unused -> new AtomicInteger()).incrementAndGet();
    }

    /** Runs it in all threads, which begin together, and tells how often each thing was seen. */
    Map<String, Integer> all(Work work) throws InterruptedException {
        told.clear();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            int index = i;
            Thread thread = threads.newThread(() -> {
                try {
                    go.await();
                    work.run(index);
                } catch (Throwable e) {
                    tell("failed with " + e);
                }
            });
            running.add(thread);
            thread.start();
        }
        go.countDown();
        Ends.await(running, LONG.multipliedBy(2));
        Map<String, Integer> seen = new TreeMap<>();
        told.forEach((what, times) -> seen.put(what, times.get()));
        return seen;
    }
}
