package dev.lockstitch.redis.faults;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.testing.Crew;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Worst;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that call under a lock without a pause, each on a key of its own, and count. */
final class Load implements AutoCloseable {

    private final Node node;
    private final Crew crew = new Crew();

    final Worst worst = new Worst();
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger bodies = new AtomicInteger();
    final AtomicInteger guarded = new AtomicInteger();

    Load(Node node, int count) {
        this.node = node;
        for (int i = 0; i < count; i++) {
            String key = "load:" + i;
            crew.start(key, () -> call(key));
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
        worst.note(start);
        if (ran.get() != 1) {
            throw new AssertionError("The body ran " + ran + " times");
        }
    }

    /** Ends the load; rethrows what went wrong in it. */
    @Override
    public void close() throws InterruptedException {
        crew.close();
    }
}
