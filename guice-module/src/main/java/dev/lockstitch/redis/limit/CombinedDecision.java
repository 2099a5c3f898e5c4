package dev.lockstitch.redis.limit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One decision out of those of several slots. Their servers' clocks may differ: each wait is counted on this machine's, from
 * the moment at which it was heard of. Used by one thread at a time.
 */
final class CombinedDecision {

    private final List<Bucket> buckets;
    private final Map<LimitId, LimitState> states = new HashMap<>();
    private final List<Taken> taken = new ArrayList<>();
    private final LongSupplier nanoTime;
    private final long beganNanos;
    private long atMicros;
    private long startNanos;

    CombinedDecision(List<Bucket> buckets, LongSupplier nanoTime) {
        this.buckets = buckets;
        this.nanoTime = nanoTime;
        beganNanos = nanoTime.getAsLong();
    }

    void add(Decision decision) {
        for (LimitState state : decision.states()) {
            states.put(new LimitId(state.name(), state.key()), state);
        }
        Taken some = decision.takeBack();
        if (some != null) {
            taken.add(some);
        }
        atMicros = Decision.micros(decision.decidedAt());
        if (decision.waitMicros() > 0) {
            startNanos = Math.max(startNanos, elapsedNanos() + TimeUnit.MICROSECONDS.toNanos(decision.waitMicros()));
        }
    }

    private long elapsedNanos() {
        return nanoTime.getAsLong() - beganNanos;
    }

    /** What is to be given back when the call is rejected all the same. */
    List<Taken> taken() {
        return taken;
    }

    Decision rejected() {
        return Decision.rejected(atMicros, inOrder());
    }

    Decision granted() {
        long leftNanos = Math.max(0, startNanos - elapsedNanos());
        // Rounded up: never before the start.
        return Decision.granted(atMicros, TimeUnit.NANOSECONDS.toMicros(leftNanos + 999), inOrder(), all());
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
