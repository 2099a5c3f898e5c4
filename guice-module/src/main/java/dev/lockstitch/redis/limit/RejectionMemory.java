package dev.lockstitch.redis.limit;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how limits stood when Redis rejected a call, and rejects by itself whatever Redis would certainly reject: a
 * limit owes at least what it owed, less what came back since. What can make it owe less is told by a message (a refund)
 * and forgotten; what is never told (a key deleted by hand) is believed for a tenth of a second. Time is counted from
 * when the script was sent, which was before it ran, so that nothing is held back. When permits may be there again, as
 * many calls ask as can be granted; the others know that they would come too late. Of a fixed size; thread-safe.
 */
final class RejectionMemory {

    static final long BELIEVED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SLOTS = 1 << 13;

    /** A script that is sent now has run by then, or nearly always. */
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(SLOTS);
    private final AtomicIntegerArray forgotten = new AtomicIntegerArray(SLOTS);
    private volatile boolean listening;
    private volatile Runnable onRejection = () -> {};

    /** Has an action run whenever there is something to remember. */
    void onRejection(Runnable action) {
        onRejection = action;
    }

    /** While refunds elsewhere would not be heard of, nothing is remembered. */
    void listening(boolean now) {
        listening = now;
        if (!now) {
            forgetAll();
        }
    }

    /** Null when Redis is to be asked. */
    @Nullable
    Decision rejection(Bucket bucket, long nanoTime) {
        Entry entry = entries.get(slot(bucket.asked().name(), bucket.asked().key()));
        return entry == null ? null : entry.rejection(bucket, nanoTime);
    }

    /** To be asked for before the script is sent whose answer will be remembered. */
    int forgotten(LimitId id) {
        return forgotten.get(slot(id.name(), id.key()));
    }

    void remember(LimitId id, Batch batch, Batch.Outcome outcome, int forgottenBefore) {
        if (!listening) {
            onRejection.run();
            return;
        }
        int slot = slot(id.name(), id.key());
        Entry entry = new Entry(id, batch.first(), batch.sentNanos(), outcome);
        entries.set(slot, entry);
        if (forgotten.get(slot) != forgottenBefore || !listening) {
            // A refund came in between: this answer may be older.
            entries.compareAndSet(slot, entry, null);
        }
    }

    /** What was asked got no answer: nobody knows what is left. */
    void failed(LimitId id) {
        forget(slot(id.name(), id.key()));
    }

    void forget(int slot) {
        if (slot >= 0 && slot < SLOTS) {
            forgotten.incrementAndGet(slot);
            entries.set(slot, null);
        }
    }

    private void forgetAll() {
        for (int i = 0; i < SLOTS; i++) {
            if (entries.get(i) != null) {
                forget(i);
            }
        }
    }

    /** The same in every JVM: the messages of refunds carry it. */
    static int slot(String name, String key) {
        int hash = 31 * name.hashCode() + key.hashCode();
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }

    /** How a limit stood, and what was asked of it since. */
    private static final class Entry {

        private final LimitId id;
        private final Bucket bucket;
        private final long sentNanos;
        private final Batch.Outcome then;
        private final AtomicLong asked = new AtomicLong();
        private volatile long dearest;

        Entry(LimitId id, Bucket bucket, long sentNanos, Batch.Outcome then) {
            this.id = id;
            this.bucket = bucket;
            this.sentNanos = sentNanos;
            this.then = then;
        }

        @Nullable
        Decision rejection(Bucket asked, long nanoTime) {
            long elapsed = nanoTime - sentNanos;
            if (elapsed >= BELIEVED_NANOS || !isAbout(asked)) {
                return null;
            }
            Standing now = standing(asked.rate(), elapsed);
            if (asked.cost() > asked.rate().burst() || now.waitMicros(asked.cost()) > asked.patience()) {
                return rejected(asked, now, elapsed);
            }
            if (asked.waits() || mayAsk(asked, standing(asked.rate(), elapsed + SOON_NANOS))) {
                return null;
            }
            return rejected(asked, standing(asked.rate(), elapsed, this.asked.get()), elapsed);
        }

        private Decision rejected(Bucket asked, Standing standing, long elapsed) {
            return Decision.rejected(then.atMicros() + elapsed / 1000, List.of(asked.state(standing, false)));
        }

        /**
         * Lets as many ask as could be granted, even if their script took its time. Each of them will have taken its
         * permits, or found that there are none: whoever is no cheaper finds none, either.
         */
        private boolean mayAsk(Bucket wanted, Standing soon) {
            long room = wanted.rate().burst() - soon.owed();
            long before = asked.get();
            while (wanted.cost() < dearest || before + wanted.cost() <= room) {
                if (asked.compareAndSet(before, before + wanted.cost())) {
                    dearest = Math.max(dearest, wanted.cost());
                    return true;
                }
                before = asked.get();
            }
            return false;
        }

        private Standing standing(Rate rate, long elapsed) {
            return standing(rate, elapsed, 0);
        }

        /** Time is rounded up, and a thousandth more, for clocks that do not run alike. */
        private Standing standing(Rate rate, long elapsed, long more) {
            long micros = elapsed / 1000 + elapsed / 1_000_000 + 1;
            long owed = Math.max(0, then.owed() - micros * rate.micro());
            return new Standing(rate, owed + more, then.behindMicros() - micros);
        }

        private boolean isAbout(Bucket asked) {
            return bucket.isLike(asked)
                    && !asked.asked().shadow()
                    && asked.cost() > 0
                    && id.key().equals(asked.asked().key())
                    && id.name().equals(asked.asked().name());
        }
    }
}
