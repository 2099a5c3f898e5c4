package dev.lockstitch.redis.limit;

import dev.lockstitch.redis.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One call under one limit on its way to Redis and back. To cancel it gives back what it gets all the same. */
final class Call extends CompletableFuture<Answer<Call.Share>> {

    /**
     * What it got out of a batch.
     *
     * @param atMicros when it was decided, on Redis's clock
     * @param owed ticks owed then, this call included if it was granted
     * @param behindMicros microseconds from then to the last reservation, this call's included
     * @param waitMicros how long the call has to wait from then, or {@link Standing#REJECTED}
     */
    record Share(long atMicros, long owed, long behindMicros, long waitMicros) {

        Decision decision(Bucket bucket) {
            Standing after = new Standing(bucket.rate(), owed, behindMicros);
            boolean fits = waitMicros != Standing.REJECTED;
            List<LimitState> states = List.of(bucket.state(after, fits));
            if (!fits) {
                return bucket.asked().shadow()
                        ? Decision.granted(atMicros, 0, states, null)
                        : Decision.rejected(atMicros, states);
            }
            return Decision.granted(atMicros, bucket.asked().shadow() ? 0 : waitMicros, states, taken(bucket));
        }

        @Nullable
        Taken taken(Bucket bucket) {
            if (waitMicros == Standing.REJECTED || bucket.cost() == 0) {
                return null;
            }
            long start = waitMicros > 0 ? atMicros + waitMicros : 0;
            return new Taken(Taken.Home.REDIS, List.of(Taken.Part.alone(bucket, start)));
        }
    }

    private final Bucket bucket;
    private final boolean blocking;
    private final AtomicReference<@Nullable Runnable> duty = new AtomicReference<>();

    @Nullable
    Call next;

    /**
     * A call.
     *
     * @param blocking whether a thread stands there and waits for it
     */
    Call(Bucket bucket, boolean blocking) {
        this.bucket = bucket;
        this.blocking = blocking;
    }

    boolean isBlocking() {
        return blocking;
    }

    /** Has something done by the thread that waits here, before it goes on. */
    void leave(Runnable rest) {
        duty.set(rest);
    }

    /** To be called once by whoever waited, however that ended. */
    void doDuty() {
        Runnable rest = duty.getAndSet(null);
        if (rest != null) {
            rest.run();
        }
    }

    Bucket bucket() {
        return bucket;
    }
}
