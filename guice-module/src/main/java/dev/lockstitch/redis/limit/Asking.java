package dev.lockstitch.redis.limit;

import dev.lockstitch.redis.Answer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A question about permits on its way.
 *
 * @param asked completes with the answer; whoever cancels it first gets nothing, and what was granted is given back
 * @param reading makes a decision of the answer, on the thread that wants it
 * @param unwanted takes what was granted too late to be wanted
 * @param after what a thread has to do that has waited
 * @param <T> what the answer is made of
 */
record Asking<T>(
        CompletableFuture<Answer<T>> asked, Function<T, Decision> reading, Consumer<Taken> unwanted, Runnable after) {

    static Asking<Decision> answered(Answer<Decision> answer) {
        return new Asking<>(CompletableFuture.completedFuture(answer), decision -> decision, taken -> {}, () -> {});
    }

    static Asking<Call.Share> of(Call call, Consumer<Taken> unwanted) {
        return new Asking<>(call, share -> share.decision(call.bucket()), unwanted, call::doDuty);
    }

    static Asking<Decision> of(CompletableFuture<Answer<Decision>> source, Consumer<Taken> unwanted) {
        CompletableFuture<Answer<Decision>> asked = new CompletableFuture<>();
        var unused = source.thenAccept(answer -> {
            if (!asked.complete(answer)) {
                giveBack(answer, decision -> decision, unwanted);
            }
        });
        return new Asking<>(asked, decision -> decision, unwanted, () -> {});
    }

    Answer<Decision> await() throws InterruptedException {
        try {
            return read(asked.get());
        } catch (InterruptedException e) {
            abandon();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A question is answered, never failed", e);
        } finally {
            after.run();
        }
    }

    /** Gives the answer a little time on this thread. */
    void linger(Duration time) {
        if (time.isZero() || asked.isDone()) {
            return;
        }
        try {
            asked.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            // It goes on without this thread.
            return;
        }
    }

    Answer<Decision> read(Answer<T> answer) {
        return answer instanceof Answer.Reply<T> reply
                ? new Answer.Reply<>(reading.apply(reply.value()))
                : ((Answer.None<T>) answer).as();
    }

    /** Nobody waits any more. */
    void abandon() {
        if (!asked.cancel(false) && !asked.isCompletedExceptionally()) {
            giveBack(asked.join());
        }
    }

    /** The answer came too late. */
    void giveBack(Answer<T> answer) {
        giveBack(answer, reading, unwanted);
    }

    private static <T> void giveBack(Answer<T> answer, Function<T, Decision> reading, Consumer<Taken> unwanted) {
        if (answer instanceof Answer.Reply<T> reply) {
            Taken taken = reading.apply(reply.value()).takeBack();
            if (taken != null) {
                unwanted.accept(taken);
            }
        }
    }
}
