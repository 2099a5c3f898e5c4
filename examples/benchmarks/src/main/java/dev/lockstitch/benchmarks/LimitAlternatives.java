package dev.lockstitch.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The limiters: our own, what comes with Redisson, and the peers where they are on the class path. */
final class LimitAlternatives {

    static final String RRATELIMITER = "RRateLimiter";
    static final String EMPTY_SCRIPT = "EVALSHA(empty)";

    /** What the peers call themselves. */
    static final String ON_REDISSON = "Bucket4j/Redisson";

    static final String BATCHING_ON_REDISSON = "Bucket4j/Redisson+batching";
    static final String BATCHING_ON_LETTUCE = "Bucket4j/Lettuce+batching";

    /** What every class path of this module holds. */
    static final List<LimitProvider> BUILT_IN = List.of(
            new LimitProvider(RRATELIMITER, true, RRateLimiterAlternative::new),
            new LimitProvider(EMPTY_SCRIPT, false, (url, quota) -> new EmptyScriptAlternative(url)),
            new LimitProvider(Alternatives.LOCKSTITCH, true, LockstitchLimit::new));

    private LimitAlternatives() {}

    /** Ours stands last: after a round of each other. */
    static List<LimitProvider> all() {
        List<LimitProvider> all = new ArrayList<>(BUILT_IN);
        ServiceLoader.load(LimitPeers.class).forEach(peers -> all.addAll(all.size() - 1, peers.providers()));
        return List.copyOf(all);
    }

    static LimitProvider named(String name) {
        // The peers are not even looked for when they are not asked for.
        return BUILT_IN.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseGet(() -> all().stream()
                        .filter(provider -> provider.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no limiter is called " + name)));
    }
}
