package dev.lockstitch.redis.limit;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Failure;
import dev.lockstitch.redis.Redis;
import dev.lockstitch.redis.Script;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Holds back what is sent until the test lets it through to a real Redis, or fails it. */
final class GatedRedis implements Redis {

    private final Redis inner;
    private final Deque<Held<?>> held = new ArrayDeque<>();
    final List<String> sent = new ArrayList<>();
    private @Nullable Error next;
    private boolean down;

    GatedRedis(Redis inner) {
        this.inner = inner;
    }

    private record Held<T>(CompletableFuture<Answer<T>> answer, Supplier<CompletableFuture<Answer<T>>> sending) {
        void through() {
            var unused = sending.get().thenAccept(answer::complete);
        }

        void fail() {
            answer.complete(failure());
        }
    }

    /** What is sent next is not sent, but thrown in the sender's face. */
    synchronized void throwNext(Error error) {
        next = error;
    }

    /** From now on all that is sent fails at once. */
    synchronized void failAll() {
        down = true;
    }

    synchronized int waiting() {
        return held.size();
    }

    void letOneThrough() {
        next().through();
    }

    void failOne() {
        next().fail();
    }

    private static <T> Answer<T> failure() {
        return new Answer.None<>(new Failure(Failure.Kind.UNAVAILABLE, "test", ""), true);
    }

    private synchronized Held<?> next() {
        return held.removeFirst();
    }

    @Override
    public synchronized <T> CompletableFuture<Answer<T>> send(Script<T> script, List<String> keys, Object... args) {
        Error error = next;
        if (error != null) {
            next = null;
            throw error;
        }
        CompletableFuture<Answer<T>> answer = new CompletableFuture<>();
        if (down) {
            answer.complete(failure());
            return answer;
        }
        held.addLast(new Held<>(answer, () -> inner.send(script, keys, args)));
        sent.add(script.name());
        return answer;
    }

    @Override
    public <T> Answer<T> ask(Script<T> script, List<String> keys, Object... args) {
        throw new AssertionError("limits never block for Redis");
    }

    @Override
    public <T> Answer<T> askUninterruptibly(Script<T> script, List<String> keys, Object... args) {
        throw new AssertionError("limits never block for Redis");
    }
}
