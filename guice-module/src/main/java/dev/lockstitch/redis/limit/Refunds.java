package dev.lockstitch.redis.limit;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Redis;
import dev.lockstitch.redis.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Gives back to Redis what calls took, and tells all who remember rejections. Sent once at the most: a reply that is lost
 * may cost permits, and never makes any. Thread-safe.
 */
final class Refunds {

    private static final Script<Long> REFUND = Script.number(Refunds.class, "state.lua", "refund.lua");

    private final Redis redis;
    private final KeyNames names;
    private final boolean cluster;
    private final RejectionMemory memory;

    Refunds(Redis redis, KeyNames names, boolean cluster, RejectionMemory memory) {
        this.redis = redis;
        this.names = names;
        this.cluster = cluster;
        this.memory = memory;
    }

    /** Where those are told who remember. */
    String channel() {
        return names.channel("limit", "refunds");
    }

    /** A message of another JVM's. */
    void heard(String message) {
        for (String slot : message.split(",", -1)) {
            try {
                memory.forget(Integer.parseInt(slot));
            } catch (NumberFormatException e) {
                // Whoever writes there: nothing of ours is concerned.
                return;
            }
        }
    }

    /** Completes with whether something was given back; never exceptionally. */
    CompletableFuture<Boolean> give(List<Taken.Part> parts) {
        if (!cluster) {
            return giveTogether(parts);
        }
        CompletableFuture<Boolean> all = CompletableFuture.completedFuture(false);
        for (List<Taken.Part> group : byKey(parts)) {
            all = all.thenCombine(giveTogether(group), Boolean::logicalOr);
        }
        return all;
    }

    private static List<List<Taken.Part>> byKey(List<Taken.Part> parts) {
        return List.copyOf(parts.stream()
                .collect(Collectors.groupingBy(part -> part.bucket().asked().key()))
                .values());
    }

    private CompletableFuture<Boolean> giveTogether(List<Taken.Part> parts) {
        return Sent.by(() -> redis.send(REFUND, keys(parts), arguments(parts))).thenApply(answer -> {
            heard(slots(parts));
            return answer instanceof Answer.Reply<Long> reply && reply.value() == 1;
        });
    }

    private List<String> keys(List<Taken.Part> parts) {
        return parts.stream()
                .map(part -> part.bucket().asked())
                .map(asked -> names.of("limit", asked.key(), asked.name()))
                .toList();
    }

    private Object[] arguments(List<Taken.Part> parts) {
        List<Object> args = new ArrayList<>();
        args.add("");
        args.add(channel());
        args.add(slots(parts));
        for (Taken.Part part : parts) {
            part.bucket().addNumbers(args);
            args.add(part.bucket().cost());
            args.add(part.startMicros());
            args.add(part.added());
            args.add(part.beforeMicros());
        }
        return args.toArray();
    }

    private static String slots(List<Taken.Part> parts) {
        return parts.stream()
                .map(part -> part.bucket().asked())
                .map(asked -> String.valueOf(RejectionMemory.slot(asked.name(), asked.key())))
                .collect(Collectors.joining(","));
    }
}
