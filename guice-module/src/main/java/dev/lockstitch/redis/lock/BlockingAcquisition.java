package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.spi.LockOutcome;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** Drives an acquisition on the caller's thread. */
final class BlockingAcquisition extends Acquisition {

    private final Thread thread = Thread.currentThread();

    BlockingAcquisition(RedisLocks locks, Wanted wanted) {
        super(locks, wanted);
    }

    Answer<LockOutcome> run() throws InterruptedException {
        try {
            Step step = begin();
            while (step != Step.DONE) {
                step = step == Step.ASK ? asked() : awaited();
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            giveUp();
            throw e;
        }
        return Objects.requireNonNull(result());
    }

    private Step asked() throws InterruptedException {
        locks().held().increment();
        try {
            return locks().isClosing() ? tooLate() : answered(locks().scripts().acquire(ask()));
        } finally {
            locks().held().decrement();
        }
    }

    private Step awaited() throws InterruptedException {
        LockSupport.parkNanos(this, waitNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted while waiting for a lock");
        }
        return woken();
    }

    @Override
    void signal() {
        LockSupport.unpark(thread);
    }
}
