package dev.lockstitch.redis;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Lets one thread at a time into Redisson's way of sending. Where two meet there, it has one of them send for the other, and
 * whoever gives a connection back sends for the next one inside that call, and so on, ever deeper, until the stack ends: that
 * loses a connection to Redisson for good, and a command with it. For the same reason no more commands go in than there are
 * connections while those have yet to be made, that is until there was an answer, and again after one broke. Nobody blocks
 * here: what cannot be sent at once is sent by a thread that is sending, or that brings an answer. Thread-safe.
 */
final class SendGate {

    /** After so many a thread leaves the rest to those who bring the answers. */
    private static final int MOST_FOR_OTHERS = 100;

    /** Should an answer get lost, one goes in all the same after so long. */
    static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Connections break together: those that break within so long are one event. */
    static final long EVENT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Queue<Sending> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final int connections;
    private final LongSupplier nanoTime;
    private volatile boolean answered;
    private volatile long lastNanos;

    /** Counts breaks: what was under way before one may never be heard of, and is not waited for. */
    private final AtomicInteger generation = new AtomicInteger();

    private volatile long brokenNanos;

    /** What is sent; told the generation that it belongs to. */
    interface Sending {
        void run(int generation);
    }

    SendGate(int connections, LongSupplier nanoTime) {
        this.connections = connections;
        this.nanoTime = nanoTime;
        lastNanos = nanoTime.getAsLong();
        brokenNanos = lastNanos - EVENT_NANOS;
    }

    /** Sends it, now or soon, here or elsewhere; it must not throw. For each that was let in there is one {@link #over}. */
    void send(Sending sending) {
        waiting.add(sending);
        goOn();
    }

    /**
     * One that was let in came to its end.
     *
     * @param of the generation that it belongs to
     * @param heard whether Redis answered it
     * @param broken whether a connection has to be made anew
     */
    void over(int of, boolean heard, boolean broken) {
        if (of == generation.get()) {
            unanswered.decrementAndGet();
        }
        if (broken) {
            broke();
        } else if (heard) {
            answered = true;
        }
        goOn();
    }

    private synchronized void broke() {
        long now = nanoTime.getAsLong();
        answered = false;
        if (now - brokenNanos >= EVENT_NANOS) {
            brokenNanos = now;
            generation.incrementAndGet();
            unanswered.set(0);
        }
    }

    private void goOn() {
        int sent = 0;
        // Who leaves looks again: in the meantime another may have found it taken.
        while (mayGo() && taken.compareAndSet(false, true)) {
            try {
                sent += sendOne();
            } finally {
                taken.set(false);
            }
            if (sent >= MOST_FOR_OTHERS && unanswered.get() > 0) {
                return;
            }
        }
    }

    private boolean mayGo() {
        return !waiting.isEmpty()
                && (answered || unanswered.get() < connections || nanoTime.getAsLong() - lastNanos > PATIENCE_NANOS);
    }

    private int sendOne() {
        Sending next = waiting.poll();
        if (next == null) {
            return 0;
        }
        lastNanos = nanoTime.getAsLong();
        unanswered.incrementAndGet();
        next.run(generation.get());
        return 1;
    }
}
