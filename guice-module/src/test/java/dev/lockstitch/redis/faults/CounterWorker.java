package dev.lockstitch.redis.faults;

import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A JVM whose threads count in a file that protects nothing: read, think, write. */
final class CounterWorker {

    static final String COUNTED = "counted ";
    private static final int THREADS = 8;

    private final Node node;
    private final FileChannel file;
    private final long endNanos;
    private final AtomicLong increments = new AtomicLong();
    private final AtomicLong outOfOrder = new AtomicLong();
    private final AtomicLong unguarded = new AtomicLong();

    private CounterWorker(Node node, FileChannel file, long endNanos) {
        this.node = node;
        this.file = file;
        this.endNanos = endNanos;
    }

    public static void main(String[] args) throws Exception {
        try (Node node = Node.on(args[0], Settings.patient().build());
                FileChannel file =
                        FileChannel.open(Path.of(args[1]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[2]));
            new CounterWorker(node, file, end).run();
        }
    }

    private void run() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(this::countUntilTheEnd);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(COUNTED + increments + " " + outOfOrder + " " + unguarded);
    }

    private void countUntilTheEnd() {
        while (System.nanoTime() - endNanos < 0) {
            try {
                node.coordinator().withLock("counter", Duration.ofMinutes(1), this::count);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private boolean count() throws IOException {
        if (HeldLock.current().isEmpty()) {
            unguarded.incrementAndGet();
            return false;
        }
        long token = HeldLock.current().orElseThrow().fencingToken();
        ByteBuffer state = ByteBuffer.allocate(16);
        file.read(state, 0);
        state.flip();
        long count = state.getLong();
        if (state.getLong() >= token) {
            outOfOrder.incrementAndGet();
        }
        LockSupport.parkNanos(200_000);
        file.write(ByteBuffer.allocate(16).putLong(count + 1).putLong(token).flip(), 0);
        increments.incrementAndGet();
        return true;
    }
}
