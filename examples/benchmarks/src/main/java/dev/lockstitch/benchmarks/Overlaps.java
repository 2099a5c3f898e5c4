package dev.lockstitch.benchmarks;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts entries into a critical section that somebody was in already, whichever JVM of this machine that is: who is
 * inside stands in memory that all of them map. An entry costs one atomic addition.
 */
final class Overlaps {

    /** Each slot on cache lines of its own, prefetching included. */
    private static final int STRIDE = 128;

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer inside;
    private final LongAdder counted = new LongAdder();

    /**
     * Maps the file and makes it as large as it must be.
     *
     * @param slots how many critical sections there are
     */
    Overlaps(Path file, int slots) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            inside = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) slots * STRIDE);
        }
    }

    void enter(int slot) {
        if ((long) LONG.getAndAdd(inside, slot * STRIDE, 1L) != 0) {
            counted.increment();
        }
    }

    void leave(int slot) {
        LONG.getAndAdd(inside, slot * STRIDE, -1L);
    }

    /** The overlaps that this JVM has seen. */
    long counted() {
        return counted.sum();
    }
}
