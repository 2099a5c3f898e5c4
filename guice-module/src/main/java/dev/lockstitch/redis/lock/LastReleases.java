package dev.lockstitch.redis.lock;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The tokens that were given back last. Thread-safe. */
final class LastReleases {

    /**
     * Three seconds of 5,000 a second: so long it takes until a failover is noticed whose old primary goes on meanwhile. Of
     * more the lease has to do. They take 3 MB at the most.
     */
    static final int MOST = 16_384;

    private final AtomicReferenceArray<Released> ring = new AtomicReferenceArray<>(MOST);
    private final AtomicInteger count = new AtomicInteger();

    private record Released(String key, String token) {}

    void add(String key, String token) {
        ring.set(Math.floorMod(count.getAndIncrement(), MOST), new Released(key, token));
    }

    /** All tokens of each key; they are forgotten here. */
    Map<String, Set<String>> take() {
        Map<String, Set<String>> taken = new HashMap<>();
        for (int i = 0; i < MOST; i++) {
            Released released = ring.getAndSet(i, null);
            if (released != null) {
                taken.computeIfAbsent(released.key, key -> new HashSet<>()).add(released.token);
            }
        }
        return taken;
    }
}
