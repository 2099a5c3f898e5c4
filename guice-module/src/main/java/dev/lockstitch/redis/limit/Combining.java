package dev.lockstitch.redis.limit;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Redis;
import dev.lockstitch.redis.Script;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls under one limit to Redis: the first at once, those that come while it is under way together. Exact, since
 * the script decides about them one by one; and whoever comes alone waits for nobody. Thread-safe; keeps nothing of
 * limits that nobody asks for.
 */
final class Combining {

    static final Script<String> TAKE = Script.text(Combining.class, List.of("quick.lua", "state.lua", "take.lua"));

    private final Redis redis;
    private final KeyNames names;
    private final RejectionMemory memory;
    private final Consumer<Taken> unwanted;
    private final ConcurrentMap<LimitId, Line> lines = new ConcurrentHashMap<>();

    /**
     * Sends calls.
     *
     * @param memory is told of rejections
     * @param unwanted takes what was granted to calls that were cancelled meanwhile
     */
    Combining(Redis redis, KeyNames names, RejectionMemory memory, Consumer<Taken> unwanted) {
        this.redis = redis;
        this.names = names;
        this.memory = memory;
        this.unwanted = unwanted;
    }

    /**
     * Asks.
     *
     * @param blocking whether this thread will wait for the answer, and {@link Call#doDuty} then
     * @return completes with what the call got, or why Redis cannot be used; never exceptionally but when it is cancelled
     */
    Call ask(Bucket bucket, boolean blocking) {
        Call call = new Call(bucket, blocking);
        LimitId id = LimitId.of(bucket.asked());
        Line line = lines.get(id);
        if (line == null) {
            line = lines.computeIfAbsent(id, unused -> new Line());
        }
        if (line.join(call)) {
            follow(send(id, line, List.of(call)));
        }
        return call;
    }

    int size() {
        return lines.size();
    }

    /** A batch on its way, which owns its line until it is answered. */
    private record Flight(
            LimitId id, Line line, Batch batch, int forgotten, CompletableFuture<Answer<String>> answer) {}

    /** Never throws: a line whose owner is gone would hang for good. */
    private Flight send(LimitId id, Line line, List<Call> calls) {
        Batch batch = new Batch(calls);
        int forgotten = memory.forgotten(id);
        CompletableFuture<Answer<String>> answer =
                Sent.by(() -> redis.send(TAKE, List.of(names.of("limit", id.key(), id.name())), batch.arguments()));
        return new Flight(id, line, batch, forgotten, answer);
    }

    /** In a loop: while Redis cannot be used each batch is answered at once, and there may be very many. */
    private void follow(Flight first) {
        Flight flight = first;
        while (flight != null) {
            if (!flight.answer.isDone()) {
                later(flight);
                return;
            }
            flight = answered(flight, flight.answer.join());
        }
    }

    private void later(Flight flight) {
        var unused = flight.answer.thenAccept(answer -> {
            Flight next = answered(flight, answer);
            if (next != null) {
                follow(next);
            }
        });
    }

    /**
     * The next batch goes before those are woken whose answers are here: they would only be in its way.
     *
     * @return the next batch if it is answered already
     */
    private @Nullable Flight answered(Flight flight, Answer<String> answer) {
        List<Call> calls = flight.line.next();
        Flight next = calls == null ? null : send(flight.id, flight.line, calls);
        if (next == null) {
            lines.remove(flight.id, flight.line);
        } else if (!next.answer.isDone()) {
            later(next);
            next = null;
        }
        tell(flight, answer);
        return next;
    }

    private void tell(Flight flight, Answer<String> answer) {
        Batch batch = flight.batch;
        try {
            if (answer instanceof Answer.None<String> none) {
                memory.failed(flight.id);
                batch.fail(none);
                return;
            }
            Batch.Outcome outcome = batch.handOut(((Answer.Reply<String>) answer).value(), unwanted);
            if (outcome.rejected()) {
                memory.remember(flight.id, batch, outcome, flight.forgotten);
            }
        } catch (RuntimeException e) {
            batch.failWith(e);
        } catch (Error e) {
            batch.fail(Sent.none(e));
        }
    }
}
