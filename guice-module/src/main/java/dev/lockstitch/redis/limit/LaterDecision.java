package dev.lockstitch.redis.limit;

import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.Answer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A decision that nobody blocks for, and the wait that it may impose. */
// What is chained here ends in the result: no failure is lost.
@SuppressWarnings("FutureReturnValueIgnored")
final class LaterDecision {

    private LaterDecision() {}

    /**
     * Follows a question to the start of its call.
     *
     * @param waiting completes when the call may start; to cancel it gives its permits back
     * @return to cancel it gives back what was or will be granted
     */
    static <T> CompletableFuture<Answer<RateLimitDecision>> of(
            Asking<T> asking, Function<Decision, CompletableFuture<Decision>> waiting) {
        CompletableFuture<Answer<RateLimitDecision>> result = new CompletableFuture<>();
        asking.asked().whenComplete((answer, failure) -> {
            if (failure != null) {
                return;
            }
            if (result.isDone()) {
                asking.giveBack(answer);
                return;
            }
            Answer<Decision> read = asking.read(answer);
            if (read instanceof Answer.Reply<Decision> reply) {
                follow(result, waiting.apply(reply.value()), asking);
            } else {
                result.complete(((Answer.None<Decision>) read).as());
            }
        });
        result.whenComplete((answer, failure) -> {
            if (result.isCancelled()) {
                asking.asked().cancel(false);
            }
        });
        return result;
    }

    private static void follow(
            CompletableFuture<Answer<RateLimitDecision>> result,
            CompletableFuture<Decision> started,
            Asking<?> asking) {
        started.thenAccept(decision -> {
            if (!result.complete(new Answer.Reply<>(decision))) {
                Taken taken = decision.takeBack();
                if (taken != null) {
                    asking.unwanted().accept(taken);
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
