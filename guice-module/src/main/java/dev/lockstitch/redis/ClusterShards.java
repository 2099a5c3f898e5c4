package dev.lockstitch.redis;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * One shard for each that the cluster is known to have, made when it is first asked. Until there was contact with the
 * cluster nobody knows its shards: until then it counts as one.
 */
final class ClusterShards implements Shards {

    /** For slots that belong to nobody. */
    private static final Object NOWHERE = new Object();

    private final Shard cluster;
    private final Homes homes;
    private final Maker maker;
    private final ConcurrentMap<Object, Shard> shards = new ConcurrentHashMap<>();

    /** Knows which shard a key lives on. */
    interface Homes {
        /** What stands for that shard, always the same object; null when the slot belongs to nobody. */
        @Nullable
        Object of(String key);
    }

    /** Makes a shard. */
    interface Maker {
        Shard make(@Nullable Object home);
    }

    ClusterShards(Shard cluster, Homes homes, Maker maker) {
        this.cluster = cluster;
        this.homes = homes;
        this.maker = maker;
    }

    @Override
    public Shard of(List<String> keys) {
        if (!cluster.breaker().isClosed()) {
            return cluster;
        }
        Object home = homes.of(keys.get(0));
        Object which = home == null ? NOWHERE : home;
        Shard known = shards.get(which);
        return known != null ? known : shards.computeIfAbsent(which, unknown -> maker.make(home));
    }
}
