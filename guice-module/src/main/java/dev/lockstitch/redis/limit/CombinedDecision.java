package dev.lockstitch.redis.limit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One decision out of those of several slots. Used by one thread at a time. */
final class CombinedDecision {

    private final List<Bucket> buckets;
    private final Map<LimitId, LimitState> states = new HashMap<>();
    private final List<Taken> taken = new ArrayList<>();
    private long atMicros;
    private long startMicros;

    CombinedDecision(List<Bucket> buckets) {
        this.buckets = buckets;
    }

    void add(Decision decision) {
        for (LimitState state : decision.states()) {
            states.put(new LimitId(state.name(), state.key()), state);
        }
        Taken some = decision.takeBack();
        if (some != null) {
            taken.add(some);
        }
        long at = Decision.micros(decision.decidedAt());
        startMicros = Math.max(startMicros, at + decision.waitMicros());
        atMicros = Math.max(atMicros, at);
    }

    /** What is to be given back when the call is rejected all the same. */
    List<Taken> taken() {
        return taken;
    }

    Decision rejected() {
        return Decision.rejected(atMicros, inOrder());
    }

    Decision granted() {
        return Decision.granted(atMicros, startMicros - atMicros, inOrder(), all());
    }

    /** A limit that was not asked any more, because another rejected the call, has no state. */
    private List<LimitState> inOrder() {
        List<LimitState> ordered = new ArrayList<>(buckets.size());
        for (Bucket bucket : buckets) {
            LimitState state = states.get(LimitId.of(bucket.asked()));
            if (state != null) {
                ordered.add(state);
            }
        }
        return List.copyOf(ordered);
    }

    private @Nullable Taken all() {
        List<Taken.Part> parts =
                taken.stream().flatMap(some -> some.parts().stream()).toList();
        return parts.isEmpty() ? null : new Taken(Taken.Home.REDIS, parts);
    }
}
