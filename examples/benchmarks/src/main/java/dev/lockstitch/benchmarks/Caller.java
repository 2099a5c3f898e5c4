package dev.lockstitch.benchmarks;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** One thread of a load: calls, and notes what came of it. */
final class Caller implements Runnable {

    private static final int BATCH = 100;

    private final Alternative alternative;
    private final Load load;
    private final int number;
    private final List<String> keys;
    private final Runnable body;
    private final Overlaps overlaps;
    private final AtomicLong budget;
    private final Waits waits = new Waits();
    private final long bodyNanos;
    private final int slot;
    private long calledAt;
    private long startAt;
    private long inTime;
    private long calls;
    private long failed;
    private long rejected;

    /**
     * A caller.
     *
     * @param number which of the load's threads it is
     * @param keys the keys that are known beforehand
     * @param budget how many calls all callers of a load with fresh keys have left
     */
    Caller(Alternative alternative, Load load, int number, List<String> keys, Overlaps overlaps, AtomicLong budget) {
        this.alternative = alternative;
        this.load = load;
        this.number = number;
        this.keys = keys;
        this.body = load.quota() == null ? this::alone : this::noteWait;
        this.overlaps = overlaps;
        this.budget = budget;
        this.bodyNanos = load.body().toNanos();
        this.slot = load.keys() == Keys.ONE ? 0 : number;
    }

    void startAt(long nanoTime) {
        startAt = nanoTime;
    }

    @Override
    public void run() {
        switch (load.keys()) {
            case ONE -> callUntilTheEnd(() -> keys.get(0));
            case OWN -> callUntilTheEnd(() -> keys.get(number));
            case MANY -> callUntilTheEnd(this::anyKey);
            case UNTIL_FULL -> callUntilRejected();
            case FRESH -> callWithFreshKeys();
            case HELD -> callWhileHolding();
        }
    }

    private String anyKey() {
        return keys.get(ThreadLocalRandom.current().nextInt(keys.size()));
    }

    private void callUntilTheEnd(Supplier<String> key) {
        long end = startAt + load.time().toNanos();
        for (calledAt = System.nanoTime(); calledAt - end < 0; calledAt = System.nanoTime()) {
            call(key.get(), body);
            if (System.nanoTime() - end <= 0) {
                inTime++;
            }
        }
    }

    private void callUntilRejected() {
        long end = startAt + load.time().toNanos();
        while (rejected == 0 && System.nanoTime() - end < 0) {
            calledAt = System.nanoTime();
            call(keys.get(0), body);
            inTime++;
        }
    }

    private void callWithFreshKeys() {
        for (long left = budget.getAndDecrement(); left > 0; left = budget.getAndDecrement()) {
            calledAt = System.nanoTime();
            call(load.key() + "-" + left, body);
            inTime++;
        }
    }

    private void callWhileHolding() {
        String key = keys.get(number);
        call(key, () -> {
            overlaps.enter(slot);
            callInBatches(key);
            overlaps.leave(slot);
        });
    }

    /** To read the clock at each call would cost as much as what is measured. */
    private void callInBatches(String key) {
        Runnable nothing = () -> {};
        long end = startAt + load.time().toNanos();
        while (System.nanoTime() - end < 0) {
            for (int i = 0; i < BATCH; i++) {
                call(key, nothing);
            }
            inTime += BATCH;
        }
    }

    private void call(String key, Runnable what) {
        calls++;
        try {
            if (!alternative.under(key, what)) {
                rejected++;
                noteWait();
            }
        } catch (Exception e) {
            fail(e);
        }
    }

    private void fail(Exception e) {
        if (failed++ == 0) {
            System.err.println("a call failed: " + e);
        }
    }

    private void alone() {
        overlaps.enter(slot);
        long entered = noteWait();
        if (bodyNanos > 0) {
            while (System.nanoTime() - entered < bodyNanos) {
                Thread.onSpinWait();
            }
        }
        overlaps.leave(slot);
    }

    private long noteWait() {
        long now = System.nanoTime();
        waits.add(now - calledAt);
        return now;
    }

    /** Adds up what the callers of one JVM did; only when they are done. */
    static Tally tally(Iterable<Caller> callers, long nanos, long span, long overlaps) {
        Waits waits = new Waits();
        long inTime = 0;
        long calls = 0;
        long failed = 0;
        long rejected = 0;
        for (Caller caller : callers) {
            waits.add(caller.waits);
            inTime += caller.inTime;
            calls += caller.calls;
            failed += caller.failed;
            rejected += caller.rejected;
        }
        return new Tally(inTime, calls, failed, rejected, nanos, span, overlaps, 0, waits);
    }
}
