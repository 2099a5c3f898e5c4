package dev.lockstitch.redis.limit;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Redis;
import dev.lockstitch.redis.Script;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

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
            send(id, line, List.of(call));
        }
        return call;
    }

    int size() {
        return lines.size();
    }

    private void send(LimitId id, Line line, List<Call> calls) {
        Batch batch = new Batch(calls);
        int forgotten = memory.forgotten(id);
        String key = names.of("limit", id.key(), id.name());
        var unused = redis.send(TAKE, List.of(key), batch.arguments())
                .thenAccept(answer -> answered(id, line, batch, answer, forgotten));
    }

    /** The next batch goes before those are woken whose answers are here: they would only be in its way. */
    private void answered(LimitId id, Line line, Batch batch, Answer<String> answer, int forgotten) {
        List<Call> next = line.next();
        if (next != null) {
            send(id, line, next);
        } else {
            lines.remove(id, line);
        }
        if (answer instanceof Answer.None<String> none) {
            memory.failed(id);
            batch.fail(none);
            return;
        }
        try {
            Batch.Outcome outcome = batch.handOut(((Answer.Reply<String>) answer).value(), unwanted);
            if (outcome.rejected()) {
                memory.remember(id, batch, outcome, forgotten);
            }
        } catch (RuntimeException e) {
            batch.failWith(e);
        }
    }
}
