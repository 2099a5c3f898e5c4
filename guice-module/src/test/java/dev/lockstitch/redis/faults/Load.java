package dev.lockstitch.redis.faults;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.testing.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Threads that call under a lock without a pause, each on a key of its own, and count. */
final class Load implements AutoCloseable {

    private final Node node;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong worstNanos = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile long sinceNanos = System.nanoTime();
    private volatile boolean done;

    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger bodies = new AtomicInteger();
    final AtomicInteger guarded = new AtomicInteger();

    Load(Node node, int count) {
        this.node = node;
        for (int i = 0; i < count; i++) {
            String key = "load:" + i;
            Thread thread = new Thread(() -> run(key), key);
            threads.add(thread);
            thread.start();
        }
    }

    private void run(String key) {
        try {
            while (!done) {
                call(key);
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    private void call(String key) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        long start = System.nanoTime();
        calls.incrementAndGet();
        node.coordinator().withLock(key, () -> {
            ran.incrementAndGet();
            bodies.incrementAndGet();
            if (HeldLock.current().isPresent()) {
                guarded.incrementAndGet();
            }
            return null;
        });
        // What a call had waited for before, the first contact say, is none of what is asked about.
        long from = Math.max(start, sinceNanos);
        worstNanos.accumulateAndGet(System.nanoTime() - from, Math::max);
        if (ran.get() != 1) {
            throw new AssertionError("The body ran " + ran + " times");
        }
    }

    Duration worst() {
        return Duration.ofNanos(worstNanos.get());
    }

    void forgetWorst() {
        sinceNanos = System.nanoTime();
        worstNanos.set(0);
    }

    /** Ends the load; rethrows what went wrong in it. */
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
