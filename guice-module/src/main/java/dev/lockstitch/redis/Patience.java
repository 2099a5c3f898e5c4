package dev.lockstitch.redis;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Waits for a reply as long as the budget says, counted from the last sign of life of Redis: one that answers others is
 * busy, not away, up to a bound. The time in which this JVM stood still does not count: after a pause all timers have run
 * out at once while the reply is still unread in the socket. Thread-safe.
 */
final class Patience {

    /** So many budgets are the most that one call waits, whatever others are told. */
    static final int MOST_BUDGETS = 4;

    /** So often a server is looked after by those who wait without asking. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(50);

    /** A wait that took so much longer than it should tells of a pause of this JVM. */
    static final long OVERSLEPT = TimeUnit.MILLISECONDS.toNanos(150);

    private final long budgetNanos;
    private final AtomicLong lastLookNanos;
    private final AtomicLong lastIdleLookNanos = new AtomicLong(System.nanoTime());
    private volatile long lastSignNanos;

    Patience(long budgetNanos) {
        this.budgetNanos = budgetNanos;
        this.lastSignNanos = System.nanoTime() - budgetNanos;
        this.lastLookNanos = new AtomicLong(lastSignNanos);
    }

    /** Redis answered somebody. */
    void signOfLife() {
        lastSignNanos = System.nanoTime();
    }

    /** Whether Redis has answered somebody within the last budget. */
    boolean isAlive() {
        return System.nanoTime() - lastSignNanos < budgetNanos;
    }

    /**
     * Whether it is time to ask for a sign of life: there was none for most of the budget, though a lost reply, with its
     * connection, may be all there is to it. True for one caller at a time.
     */
    boolean shouldLook(long sentNanos) {
        if (leftNanos(sentNanos) > budgetNanos / 5 * 2) {
            return false;
        }
        return isDue(lastLookNanos, budgetNanos / 4);
    }

    /** The same for those who wait without having asked. */
    boolean isItTimeToLook() {
        return isDue(lastIdleLookNanos, LOOK_NANOS);
    }

    private static boolean isDue(AtomicLong lastNanos, long periodNanos) {
        long last = lastNanos.get();
        long now = System.nanoTime();
        return now - last >= periodNanos && lastNanos.compareAndSet(last, now);
    }

    /** So long at most before it is time to look again. */
    long sliceNanos(long sentNanos) {
        return Math.min(leftNanos(sentNanos), Math.min(SLICE, Math.max(budgetNanos / 5, 1)));
    }

    /** How long a call that was sent then has yet to wait; not positive when it is over. */
    long leftNanos(long sentNanos) {
        long now = System.nanoTime();
        long sinceSent = now - sentNanos;
        long silence = Math.min(sinceSent, now - lastSignNanos);
        return Math.min(budgetNanos - silence, MOST_BUDGETS * budgetNanos - sinceSent);
    }

    /** Whether a wait of so long that began then was so late that this JVM must have stood still. */
    boolean overslept(long beganNanos, long waitNanos) {
        return System.nanoTime() - beganNanos - waitNanos > Math.min(OVERSLEPT, budgetNanos / 2);
    }

    /** Whether the reply, or its failure, is there. */
    boolean await(CompletableFuture<?> reply, Runnable lookForLife) throws InterruptedException {
        return begin().on(reply, lookForLife);
    }

    /** A wait that begins now. */
    Wait begin() {
        return new Wait();
    }

    /** For one reply, by one thread. It has one budget, however often it is interrupted and gone on with. */
    final class Wait {
        private long sentNanos = System.nanoTime();
        private boolean grace = true;

        private Wait() {}

        /** Whether the reply, or its failure, is there. */
        boolean on(CompletableFuture<?> reply, Runnable lookForLife) throws InterruptedException {
            while (!reply.isDone()) {
                long began = System.nanoTime();
                long slice = sliceNanos(sentNanos);
                if (slice <= 0) {
                    return false;
                }
                try {
                    reply.get(slice, TimeUnit.NANOSECONDS);
                } catch (ExecutionException | CancellationException e) {
                    return true;
                } catch (InterruptedException e) {
                    forgivePause(began, slice);
                    throw e;
                } catch (TimeoutException e) {
                    forgivePause(began, slice);
                    if (shouldLook(sentNanos)) {
                        lookForLife.run();
                    }
                }
            }
            return true;
        }

        private void forgivePause(long began, long slice) {
            if (grace && overslept(began, slice)) {
                grace = false;
                sentNanos = System.nanoTime();
            }
        }
    }
}
