package dev.lockstitch.redis.limit;

import dev.lockstitch.redis.Link;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Hears of refunds elsewhere, from the first rejection on: who is never rejected needs no subscription. Until it stands,
 * and while Redis is away, nothing is remembered. Thread-safe.
 */
final class Hearing {

    private final Link link;
    private final Refunds refunds;
    private final RejectionMemory memory;
    private final AtomicBoolean subscribing = new AtomicBoolean();
    private volatile @Nullable Runnable unsubscribe;
    private volatile boolean closed;

    Hearing(Link link, Refunds refunds, RejectionMemory memory) {
        this.link = link;
        this.refunds = refunds;
        this.memory = memory;
    }

    /** A call was rejected: it would be worth remembering. Costs nothing once the subscription stands. */
    void wanted() {
        if (unsubscribe != null || closed || !subscribing.compareAndSet(false, true)) {
            return;
        }
        var unused = link.subscribe(refunds.channel(), refunds::heard).whenComplete((undo, error) -> {
            if (error == null) {
                stands(undo);
            }
            // Else another attempt is made when Redis is back, not with each rejection.
        });
    }

    private void stands(Runnable undo) {
        unsubscribe = undo;
        if (closed) {
            undo.run();
        } else {
            memory.listening(true);
        }
    }

    void down() {
        memory.listening(false);
    }

    void up() {
        if (unsubscribe != null) {
            memory.listening(true);
        } else {
            subscribing.set(false);
        }
    }

    void close() {
        closed = true;
        memory.listening(false);
        Runnable undo = unsubscribe;
        if (undo != null) {
            undo.run();
        }
    }
}
