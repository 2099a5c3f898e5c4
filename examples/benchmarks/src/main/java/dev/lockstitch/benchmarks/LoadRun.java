package dev.lockstitch.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One round of a load in this JVM: threads that stand ready, begin at one moment, and are waited for. */
final class LoadRun {

    private final Load load;
    private final Overlaps overlaps;
    private final List<Caller> callers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch start = new CountDownLatch(1);
    private final long overlapsBefore;
    private final long heapBefore;

    LoadRun(Alternative alternative, Load load, Overlaps overlaps) throws InterruptedException {
        this.load = load;
        this.overlaps = overlaps;
        overlapsBefore = overlaps.counted();
        heapBefore = heap();
        List<String> keys = load.known();
        alternative.prepare(keys);
        AtomicLong budget = new AtomicLong(load.calls());
        CountDownLatch ready = new CountDownLatch(load.threads());
        for (int i = 0; i < load.threads(); i++) {
            Caller caller = new Caller(alternative, load, i, keys, overlaps, budget);
            callers.add(caller);
            threads.add(Threads.start(load.virtual(), "caller-" + i, () -> {
                ready.countDown();
                awaitStart();
                caller.run();
            }));
        }
        ready.await();
    }

    private void awaitStart() {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted before the start", e);
        }
    }

    /**
     * Begins when the clock of this machine says so, and waits for the end.
     *
     * @param epochMillis the moment, the same for every JVM of the round
     */
    Tally run(long epochMillis) throws InterruptedException {
        long startAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(epochMillis - System.currentTimeMillis());
        callers.forEach(caller -> caller.startAt(startAt));
        for (long left = startAt - System.nanoTime(); left > 0; left = startAt - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        long span = System.nanoTime() - startAt;
        long nanos = load.keys() == Keys.FRESH ? span : load.time().toNanos();
        Tally tally = Caller.tally(callers, nanos, span, overlaps.counted() - overlapsBefore);
        // What is measured below is to be what the lock left behind, not what measuring did.
        threads.clear();
        callers.clear();
        return tally.leaving(heap() - heapBefore);
    }

    /** The heap in use after a collection; only asked for where it is told, because a collection is a pause. */
    private long heap() throws InterruptedException {
        if (load.keys() != Keys.FRESH) {
            return 0;
        }
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            // What finalizers and timers still hold goes in between.
            TimeUnit.MILLISECONDS.sleep(50);
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
