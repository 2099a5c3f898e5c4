package dev.lockstitch.redis.topology;

import dev.lockstitch.redis.testing.RedisProcess;
import java.util.ArrayList;
import java.util.List;

/** Moves a slot from the primary that has it to another, as {@code redis-cli --cluster reshard} does. */
final class Migration {

    private final Cluster cluster;
    private final String slot;
    private RedisProcess from;
    private RedisProcess to;

    Migration(Cluster cluster, String name) {
        this.cluster = cluster;
        this.slot = Integer.toString(cluster.slot(name));
        this.from = cluster.home(name);
        this.to = cluster.primary((cluster.shard(name) + 1) % 3);
    }

    /** There; the next time back. */
    void move() {
        begin();
        end();
    }

    /** From now on the source serves what it has, and the target what was moved. */
    void begin() {
        to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", Cluster.id(from));
        from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", Cluster.id(to));
        moveKeys();
    }

    /** The target has it. */
    void end() {
        moveKeys();
        to.command("CLUSTER", "SETSLOT", slot, "NODE", Cluster.id(to));
        for (RedisProcess each : cluster.primaries()) {
            each.command("CLUSTER", "SETSLOT", slot, "NODE", Cluster.id(to));
        }
        RedisProcess source = from;
        from = to;
        to = source;
    }

    private void moveKeys() {
        while (from.command("CLUSTER", "GETKEYSINSLOT", slot, "100") instanceof List<?> keys && !keys.isEmpty()) {
            List<String> words =
                    new ArrayList<>(List.of("MIGRATE", "127.0.0.1", "" + to.port(), "", "0", "5000", "KEYS"));
            keys.forEach(key -> words.add(String.valueOf(key)));
            from.command(words.toArray(new String[0]));
        }
    }
}
