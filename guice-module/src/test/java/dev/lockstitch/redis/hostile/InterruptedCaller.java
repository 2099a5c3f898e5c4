package dev.lockstitch.redis.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.CoordinationInterruptedException;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A thread with one call to make, in which it is to be interrupted. */
final class InterruptedCaller {

    static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(5);

    interface Call {
        void run() throws Exception;
    }

    private final Call call;
    private final Thread thread = new Thread(this::run, "interrupted-caller");
    private volatile @Nullable Throwable thrown;
    private volatile boolean flag;

    private InterruptedCaller(Call call) {
        this.call = call;
    }

    static InterruptedCaller start(Call call) {
        InterruptedCaller caller = new InterruptedCaller(call);
        caller.thread.start();
        return caller;
    }

    private void run() {
        try {
            call.run();
        } catch (Throwable e) {
            thrown = e;
        }
        flag = Thread.currentThread().isInterrupted();
    }

    /** A call that is given up when its thread is interrupted, as soon as it waits for what is meant. */
    static void interrupts(Call call, Predicate<InterruptedCaller> waits) throws Exception {
        InterruptedCaller caller = start(call).awaitParked();
        await().atMost(SOON).pollInterval(LOOK).until(() -> waits.test(caller));
        caller.interrupt();
        caller.join();
        assertThat(caller.thrown()).isInstanceOf(CoordinationInterruptedException.class);
        assertThat(caller.isFlagSet()).as("the flag is set").isTrue();
    }

    /** Where there is but one thing to wait for. */
    static void interrupts(Call call) throws Exception {
        interrupts(call, caller -> true);
    }

    /** Waits for something, whatever it is. */
    InterruptedCaller awaitParked() {
        await().atMost(SOON).pollInterval(LOOK).until(() -> switch (thread.getState()) {
            case WAITING, TIMED_WAITING, TERMINATED -> true;
            default -> false;
        });
        return this;
    }

    /** Whether it is in such a method now. */
    boolean isIn(Class<?> type, String method) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals(type.getName())
                    && frame.getMethodName().equals(method)) {
                return true;
            }
        }
        return false;
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean isDone() {
        return !thread.isAlive();
    }

    /** Until it is done. */
    void join() throws InterruptedException {
        thread.join(SOON.toMillis());
        assertThat(thread.isAlive()).as("still waits").isFalse();
    }

    @Nullable
    Throwable thrown() {
        return thrown;
    }

    /** Whether the flag was set as the call was over. */
    boolean isFlagSet() {
        return flag;
    }
}
