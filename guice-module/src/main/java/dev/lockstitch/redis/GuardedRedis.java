package dev.lockstitch.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Keeps the decision budget and feeds the breaker. */
final class GuardedRedis implements Redis {

    private static final Script<Long> ALIVE = Script.number(GuardedRedis.class, "alive.lua");

    /** The first contact is looked for that often by those who must not be interrupted, or do not block. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ScriptSender sender;
    private final Shards shards;
    private final long budgetNanos;
    private final Deadlines deadlines = new Deadlines();

    GuardedRedis(ScriptSender sender, Shards shards, long budgetNanos) {
        this.sender = sender;
        this.shards = shards;
        this.budgetNanos = budgetNanos;
    }

    @Override
    public <T> Answer<T> ask(Script<T> script, List<String> keys, Object... args) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before Redis was asked");
        }
        Failure refusal = shards.of(keys).breaker().refusal();
        if (refusal != null) {
            return new Answer.None<>(refusal, false);
        }
        // Once more, for the wait may have been for the first contact, before which shards are not known.
        Shard shard = shards.of(keys);
        if (!shard.connections().tryAcquire(budgetNanos, TimeUnit.NANOSECONDS)) {
            return new Answer.None<>(whyNoConnection(shard), false);
        }
        try {
            return askConnected(shard, script, keys, args);
        } finally {
            shard.connections().release();
        }
    }

    /** Redis may have failed while the caller waited for a connection: it must not pay the budget a second time. */
    private <T> Answer<T> askConnected(Shard shard, Script<T> script, List<String> keys, Object... args)
            throws InterruptedException {
        Failure refusal = shard.breaker().refusalNow();
        if (refusal != null) {
            return new Answer.None<>(refusal, false);
        }
        Attempt<T> attempt = new Attempt<>(shard, script, keys, args);
        try {
            return attempt.await(shard.patience().begin());
        } finally {
            attempt.withdraw();
        }
    }

    @Override
    public <T> Answer<T> askUninterruptibly(Script<T> script, List<String> keys, Object... args) {
        // A thread that is interrupted does not park.
        boolean interrupted = Thread.interrupted();
        try {
            while (shards.of(keys).breaker().isTooEarly()) {
                LockSupport.parkNanos(LOOK_NANOS);
                interrupted |= Thread.interrupted();
            }
            Shard shard = shards.of(keys);
            Failure refusal = shard.breaker().refusalNow();
            if (refusal != null) {
                return new Answer.None<>(refusal, false);
            }
            Attempt<T> attempt = new Attempt<>(shard, script, keys, args);
            Patience.Wait wait = shard.patience().begin();
            try {
                while (true) {
                    try {
                        return attempt.await(wait);
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } finally {
                attempt.withdraw();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public <T> CompletableFuture<Answer<T>> send(Script<T> script, List<String> keys, Object... args) {
        Shard shard = shards.of(keys);
        if (shard.breaker().isTooEarly()) {
            return deadlines.after(LOOK_NANOS).thenCompose(nothing -> send(script, keys, args));
        }
        Failure refusal = shard.breaker().refusalNow();
        if (refusal != null) {
            return CompletableFuture.completedFuture(new Answer.None<>(refusal, false));
        }
        return new Attempt<>(shard, script, keys, args).future();
    }

    @Override
    public @Nullable Failure refusal(List<String> keys) {
        Breaker breaker = shards.of(keys).breaker();
        return breaker.isStarting() ? null : breaker.refusalNow();
    }

    @Override
    public void lookForLife(List<String> keys) {
        // Those who wait for what one shard keeps must not keep the others from being looked after.
        if (shards.of(keys).patience().isItTimeToLook()) {
            var unused = send(ALIVE, one(keys));
        }
    }

    /** A slot that moves answers about one key, but not about several. */
    private static List<String> one(List<String> keys) {
        return keys.subList(0, Math.min(keys.size(), 1));
    }

    /** Whoever still waits without blocking learns of it now. */
    void close() {
        deadlines.close();
    }

    /** While all connections hang, their number says nothing: the calls that hold them will tell. */
    private static Failure whyNoConnection(Shard shard) {
        Failure outage = shard.breaker().refusalNow();
        return outage != null ? outage : Failures.saturated();
    }

    /** One script on its way. */
    private final class Attempt<T> {
        private final long sentNanos = System.nanoTime();
        private final Breaker breaker;
        private final Patience patience;
        private final int epoch;
        private final List<String> keys;
        private final CompletableFuture<T> reply;

        Attempt(Shard shard, Script<T> script, List<String> keys, Object... args) {
            this.breaker = shard.breaker();
            this.patience = shard.patience();
            this.epoch = breaker.epoch();
            this.keys = keys;
            reply = started(script, keys, args);
        }

        private <R> CompletableFuture<R> started(Script<R> script, List<String> of, Object... args) {
            try {
                CompletableFuture<R> sent = sender.send(script, of, args);
                var unused = sent.thenRun(patience::signOfLife);
                return sent;
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private void lookForLife() {
            var unused = started(ALIVE, one(keys));
        }

        Answer<T> await(Patience.Wait wait) throws InterruptedException {
            return wait.on(reply, this::lookForLife)
                    ? reply.handle(this::answer).join()
                    : timedOut();
        }

        /** What was not sent yet is not sent any more. */
        void withdraw() {
            reply.cancel(false);
        }

        CompletableFuture<Answer<T>> future() {
            CompletableFuture<Answer<T>> answer = reply.handle(this::answer);
            giveUpLater(answer, patience.sliceNanos(sentNanos), true);
            return answer;
        }

        /** A timer that fires late tells of a pause of this JVM: the reply, if any, is read first. */
        private void giveUpLater(CompletableFuture<Answer<T>> answer, long waitNanos, boolean grace) {
            long began = System.nanoTime();
            Runnable giveUp = () -> {
                long left = patience.leftNanos(sentNanos);
                if (answer.isDone()) {
                    return;
                }
                if (breaker.isShut()) {
                    answer.complete(timedOut());
                    withdraw();
                    return;
                }
                if (patience.shouldLook(sentNanos)) {
                    lookForLife();
                }
                if (grace && patience.overslept(began, waitNanos)) {
                    giveUpLater(answer, budgetNanos, false);
                } else if (left > 0) {
                    giveUpLater(answer, patience.sliceNanos(sentNanos), grace);
                } else {
                    answer.complete(timedOut());
                    withdraw();
                }
            };
            deadlines.expect(answer, waitNanos, giveUp);
        }

        private Answer<T> timedOut() {
            long millis = TimeUnit.NANOSECONDS.toMillis(budgetNanos);
            return none(
                    patience.isAlive()
                            ? Failures.unanswered(millis * Patience.MOST_BUDGETS)
                            : Failures.timeout(millis));
        }

        private Answer<T> answer(@Nullable T value, @Nullable Throwable error) {
            if (error != null) {
                return none(Failures.of(error));
            }
            if (value == null) {
                return none(Failures.noReply());
            }
            return new Answer.Reply<>(value);
        }

        private Answer<T> none(Failure failure) {
            breaker.failed(failure, epoch);
            // What fails because we close is no outage, whatever it looks like.
            Failure known = breaker.isShut() ? breaker.refusalNow() : failure;
            return new Answer.None<>(known == null ? failure : known, true);
        }
    }
}
