package dev.lockstitch.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** What there is to measure: our own, what comes with Redisson and the JDK, and the peers where they are on the class path. */
final class Alternatives {

    static final String LOCKSTITCH = "Lockstitch";
    static final String RLOCK = "RLock";
    static final String RFAIRLOCK = "RFairLock";
    static final String FAIR_REENTRANT = "ReentrantLock(fair)";

    /** What every class path of this module holds. */
    static final List<AlternativeProvider> BUILT_IN = List.of(
            new BuiltIn(RLOCK, true, url -> new RedissonAlternative(url, (client, key) -> client.getLock(key))),
            new BuiltIn(RFAIRLOCK, true, url -> new RedissonAlternative(url, (client, key) -> client.getFairLock(key))),
            new BuiltIn(FAIR_REENTRANT, false, url -> new FairReentrantAlternative()),
            new BuiltIn(LOCKSTITCH, true, LockstitchAlternative::new));

    private Alternatives() {}

    /** Ours stands last: after a round of each other. */
    static List<AlternativeProvider> all() {
        List<AlternativeProvider> all = new ArrayList<>(BUILT_IN);
        ServiceLoader.load(AlternativeProvider.class).forEach(peer -> all.add(all.size() - 1, peer));
        return List.copyOf(all);
    }

    static AlternativeProvider named(String name) {
        // The peers are not even looked for when they are not asked for.
        return BUILT_IN.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseGet(() -> all().stream()
                        .filter(provider -> provider.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no alternative is called " + name)));
    }

    private interface Opening {
        Alternative open(String redisUrl);
    }

    private record BuiltIn(String name, boolean acrossJvms, Opening opening) implements AlternativeProvider {

        @Override
        public Alternative open(String redisUrl) {
            return opening.open(redisUrl);
        }
    }
}
