package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Failure;
import dev.lockstitch.spi.LockOutcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One caller's way to a lock: asks, waits to be told or for the next poll, asks again. */
final class Acquisition {

    /** Bounds what a lost message, or an outage that nobody noticed, can cost. */
    private static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RedisLocks locks;
    private final String key;
    private final String token;
    private final Lease lease;
    private final long startNanos = System.nanoTime();
    private final long waitNanos;

    Acquisition(RedisLocks locks, String key, String token, Lease lease, Duration waitTime) {
        this.locks = locks;
        this.key = key;
        this.token = token;
        this.lease = lease;
        this.waitNanos = waitTime.toNanos();
    }

    Answer<LockOutcome> run() throws InterruptedException {
        if (waitNanos <= 0) {
            return outcome(ask(null));
        }
        try (Wakeups.Waiter waiter = locks.wakeups().register(key)) {
            return waitWith(waiter);
        }
    }

    private Answer<LockOutcome> waitWith(Wakeups.Waiter waiter) throws InterruptedException {
        while (true) {
            Attempt attempt = ask(waiter);
            long left = startNanos + waitNanos - System.nanoTime();
            if (!attempt.isContended() || left <= 0) {
                return outcome(attempt);
            }
            if (locks.isClosing()) {
                return new Answer.None<>(Failure.CLOSED, false);
            }
            locks.wakeups().subscribe();
            waiter.await(Math.min(left, Math.min(attempt.restNanos(), POLL_NANOS)));
        }
    }

    private Attempt ask(Wakeups.@Nullable Waiter waiter) throws InterruptedException {
        Attempt attempt = askOnce(waiter);
        // A pause of this JVM may outlast the lease: nobody enters on one that is over. A reply may be lost while Redis
        // is well. The same token may ask again: it gets no second lock.
        return attempt.isOver(lease) || attempt.isUnanswered() ? askOnce(waiter) : attempt;
    }

    private Attempt askOnce(Wakeups.@Nullable Waiter waiter) throws InterruptedException {
        long sent = System.nanoTime();
        String tell = waiter == null ? "" : locks.tokens().node();
        boolean company = waiter != null && waiter.hasCompany();
        try {
            return new Attempt(locks.scripts().acquire(key, token, lease.millis(), tell, company), sent);
        } catch (InterruptedException e) {
            locks.abandon(key, token);
            throw e;
        }
    }

    private Answer<LockOutcome> outcome(Attempt attempt) {
        if (attempt.answer() instanceof Answer.None<Long> none) {
            if (none.mayHaveRun() && none.failure().kind() != Failure.Kind.FOREIGN_VALUE) {
                locks.abandon(key, token);
            }
            return none.as();
        }
        long reply = attempt.reply();
        if (reply == 0) {
            return foreign();
        }
        if (reply < 0) {
            return new Answer.Reply<>(new LockOutcome.Contended(Duration.ofNanos(System.nanoTime() - startNanos)));
        }
        if (attempt.isOver(lease)) {
            locks.abandon(key, token);
            return tooShort();
        }
        return new Answer.Reply<>(
                new LockOutcome.Granted(locks.granted(key, token, reply, lease, attempt.sentNanos())));
    }

    private Answer<LockOutcome> tooShort() {
        return new Answer.None<>(
                new Failure(
                        Failure.Kind.REFUSED,
                        "the lease of " + lease.millis() + " ms was over before Redis's answer came, twice",
                        "make leaseTime longer than a round trip to Redis"),
                false);
    }

    private Answer<LockOutcome> foreign() {
        return new Answer.None<>(
                new Failure(
                        Failure.Kind.FOREIGN_VALUE,
                        "Redis holds something else there, or a lock that never expires",
                        "delete that key if nothing needs it, or set another keyPrefix"),
                false);
    }

    /** One question and its answer. */
    private record Attempt(Answer<Long> answer, long sentNanos) {

        long reply() {
            return answer instanceof Answer.Reply<Long> reply ? reply.value() : 0;
        }

        boolean isOver(Lease lease) {
            return reply() > 0 && System.nanoTime() - sentNanos >= lease.nanos();
        }

        boolean isUnanswered() {
            return answer instanceof Answer.None<Long> none && none.failure().kind() == Failure.Kind.UNANSWERED;
        }

        boolean isContended() {
            return reply() < 0;
        }

        long restNanos() {
            return TimeUnit.MILLISECONDS.toNanos(-reply());
        }
    }
}
