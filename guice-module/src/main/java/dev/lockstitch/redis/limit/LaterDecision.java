package dev.lockstitch.redis.limit;

import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.Answer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A decision that nobody blocks for, and the wait that it may impose. */
// What is chained here ends in the result: no failure is lost.
@SuppressWarnings("FutureReturnValueIgnored")
final class LaterDecision {

    private LaterDecision() {}

    /**
     * Follows a question to the start of its call.
     *
     * @param waiting completes when the call may start, or all is closed; to cancel it gives its permits back
     * @return to cancel it gives back what was or will be granted
     */
    static <T> CompletableFuture<Answer<RateLimitDecision>> of(
            Asking<T> asking, Function<Decision, CompletableFuture<Answer<Decision>>> waiting) {
        CompletableFuture<Answer<RateLimitDecision>> result = new CompletableFuture<>();
        asking.asked().whenComplete((answer, failure) -> {
            if (failure != null) {
                return;
            }
            if (result.isDone()) {
                asking.giveBack(answer);
                return;
            }
            try {
                begin(result, asking.read(answer), waiting, asking.unwanted());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
                throw e;
            }
        });
        result.whenComplete((answer, failure) -> {
            if (result.isCancelled()) {
                asking.asked().cancel(false);
            }
        });
        return result;
    }

    private static void begin(
            CompletableFuture<Answer<RateLimitDecision>> result,
            Answer<Decision> answer,
            Function<Decision, CompletableFuture<Answer<Decision>>> waiting,
            Consumer<Taken> unwanted) {
        if (answer instanceof Answer.Reply<Decision> reply) {
            follow(result, waiting.apply(reply.value()), unwanted);
        } else {
            result.complete(Decision.told(answer));
        }
    }

    /** Has the result come with the start, and the start cancelled with the result. */
    static void follow(
            CompletableFuture<Answer<RateLimitDecision>> result,
            CompletableFuture<Answer<Decision>> started,
            Consumer<Taken> unwanted) {
        started.thenAccept(answer -> {
            if (!result.complete(Decision.told(answer)) && answer instanceof Answer.Reply<Decision> reply) {
                Taken taken = reply.value().takeBack();
                if (taken != null) {
                    unwanted.accept(taken);
                }
            }
        });
        result.whenComplete((answer, failure) -> {
            if (result.isCancelled()) {
                started.cancel(false);
            }
        });
    }
}
