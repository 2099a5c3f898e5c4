package dev.lockstitch.redis.lock;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;

/**
 * The tokens that were given back last. A replica that takes over may have heard that a lock was taken and not that it was
 * given back: told again, it frees the lock long before the lease is over. Thread-safe.
 */
final class LastReleases {

    /** A second or more of most applications; of others the lease has to do. */
    private static final int MOST = 4096;

    private final AtomicReferenceArray<Released> ring = new AtomicReferenceArray<>(MOST);
    private final AtomicInteger count = new AtomicInteger();

    private record Released(String key, String token) {}

    void add(String key, String token) {
        ring.set(Math.floorMod(count.getAndIncrement(), MOST), new Released(key, token));
    }

    /** Each of them once, and never again. */
    void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < MOST; i++) {
            Released released = ring.getAndSet(i, null);
            if (released != null) {
                action.accept(released.key, released.token);
            }
        }
    }
}
