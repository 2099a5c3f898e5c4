package dev.lockstitch.redis.limit;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Failure;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Redis;
import dev.lockstitch.redis.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Decides about a call under several limits, all or nothing: in one script where they share a slot, which they always do
 * without a cluster. Across slots they are taken one slot after the other, and given back when a later one has no room: a
 * moment in which others may be rejected that could have been granted, never the other way round. Thread-safe.
 */
final class Several {

    private static final Script<String> GCRA = Script.text(Several.class, List.of("state.lua", "gcra.lua"));

    private final Redis redis;
    private final KeyNames names;
    private final boolean cluster;
    private final Consumer<Taken> unwanted;

    Several(Redis redis, KeyNames names, boolean cluster, Consumer<Taken> unwanted) {
        this.redis = redis;
        this.names = names;
        this.cluster = cluster;
        this.unwanted = unwanted;
    }

    /** Completes with the decision, or why Redis cannot be used. */
    CompletableFuture<Answer<Decision>> ask(List<Bucket> buckets) {
        if (!cluster) {
            return askTogether(buckets);
        }
        return askInTurn(SlotGroups.of(buckets), 0, new CombinedDecision(buckets, System::nanoTime));
    }

    private CompletableFuture<Answer<Decision>> askTogether(List<Bucket> buckets) {
        return Sent.by(() -> redis.send(GCRA, keys(buckets), arguments(buckets)))
                .thenApply(answer -> decision(answer, buckets));
    }

    private static Answer<Decision> decision(Answer<String> answer, List<Bucket> buckets) {
        if (answer instanceof Answer.None<String> none) {
            return none.as();
        }
        try {
            return new Answer.Reply<>(SeveralReply.decision(((Answer.Reply<String>) answer).value(), buckets));
        } catch (RuntimeException e) {
            return new Answer.None<>(
                    new Failure(Failure.Kind.REFUSED, String.valueOf(e.getMessage()), "use one version alone"), true);
        }
    }

    private CompletableFuture<Answer<Decision>> askInTurn(
            List<List<Bucket>> groups, int index, CombinedDecision combined) {
        return askTogether(groups.get(index)).thenCompose(answer -> {
            if (!(answer instanceof Answer.Reply<Decision> reply)) {
                combined.taken().forEach(unwanted);
                return CompletableFuture.completedFuture(answer);
            }
            combined.add(reply.value());
            if (!reply.value().granted()) {
                combined.taken().forEach(unwanted);
                return CompletableFuture.completedFuture(new Answer.Reply<>(combined.rejected()));
            }
            return index + 1 == groups.size()
                    ? CompletableFuture.completedFuture(new Answer.Reply<>(combined.granted()))
                    : askInTurn(groups, index + 1, combined);
        });
    }

    private List<String> keys(List<Bucket> buckets) {
        return buckets.stream().map(bucket -> bucket.name(names)).toList();
    }

    private static Object[] arguments(List<Bucket> buckets) {
        List<Object> args = new ArrayList<>();
        args.add("");
        for (Bucket bucket : buckets) {
            bucket.addNumbers(args);
            args.add(bucket.cost());
            args.add(bucket.patience());
            args.add(bucket.asked().shadow() ? 1 : 0);
        }
        return args.toArray();
    }
}
