package dev.lockstitch.redis.topology;

import dev.lockstitch.redis.testing.Worst;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What became of the calls for one key. */
record KeyTraffic(
        String key,
        AtomicInteger guarded,
        AtomicInteger limited,
        Worst worstLock,
        AtomicLong fence,
        AtomicReference<@Nullable Thread> inside) {

    KeyTraffic(String key) {
        this(key, new AtomicInteger(), new AtomicInteger(), new Worst(), new AtomicLong(), new AtomicReference<>());
    }

    /** Whether nobody else is in there. */
    boolean enter() {
        return inside.compareAndSet(null, Thread.currentThread());
    }

    void leave() {
        inside.compareAndSet(Thread.currentThread(), null);
    }

    /** Whether that fencing token is larger than all before. */
    boolean isNews(long token) {
        return fence.getAndAccumulate(token, Math::max) < token;
    }
}
