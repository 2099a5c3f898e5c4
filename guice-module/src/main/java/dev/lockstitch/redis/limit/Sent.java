package dev.lockstitch.redis.limit;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Sends a script, whatever comes of it: who waits for an answer gets one. */
final class Sent {

    private Sent() {}

    /** Completes with the answer; never fails and never throws, even where this JVM is short of memory or of stack. */
    static <T> CompletableFuture<Answer<T>> by(Supplier<CompletableFuture<Answer<T>>> sending) {
        try {
            return sending.get().exceptionally(Sent::none);
        } catch (Throwable e) {
            return CompletableFuture.completedFuture(none(e));
        }
    }

    static <T> Answer.None<T> none(Throwable e) {
        Failure failure = new Failure(
                Failure.Kind.UNANSWERED,
                "this JVM could not ask (" + e.getClass().getSimpleName() + ")",
                "see to its memory and its stacks");
        return new Answer.None<>(failure, true);
    }
}
