package dev.lockstitch.redis.topology;

import static org.awaitility.Awaitility.await;

import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.testing.RedisError;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.redisson.config.Config;

/**
 * Three primaries that share the slots of a cluster, with or without a replica each, and a user of least rights on all.
 */
final class Cluster implements Configured {

    private static final int SHARDS = 3;
    private static final int SLOTS = 16_384;
    private static final int NODE_TIMEOUT_MILLIS = 1000;

    private final List<RedisProcess> primaries = new ArrayList<>();
    private final List<RedisProcess> replicas = new ArrayList<>();

    private Cluster() {}

    static Cluster ofThree() {
        Cluster cluster = new Cluster();
        cluster.start(0);
        return cluster;
    }

    /** The first shard has a replica, which takes over when its primary is gone. */
    static Cluster withReplica() {
        Cluster cluster = new Cluster();
        cluster.start(1);
        return cluster;
    }

    private void start(int replicaCount) {
        List<Integer> busPorts = new ArrayList<>();
        for (int i = 0; i < SHARDS + replicaCount; i++) {
            int busPort = RedisProcess.freePort();
            busPorts.add(busPort);
            RedisProcess server = server(busPort);
            (i < SHARDS ? primaries : replicas).add(server);
            Grants.give(server, Grants.CLUSTER);
        }
        for (int i = 0; i < SHARDS; i++) {
            String from = Integer.toString(SLOTS * i / SHARDS);
            String to = Integer.toString(SLOTS * (i + 1) / SHARDS - 1);
            primaries.get(i).command("CLUSTER", "ADDSLOTSRANGE", from, to);
            primaries.get(i).command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        }
        List<RedisProcess> all = servers();
        for (int i = 1; i < all.size(); i++) {
            meet(all.get(i), all.get(0).port(), busPorts.get(0));
        }
        replicas.forEach(replica -> replicate(replica, primaries.get(0)));
        awaitWhole();
    }

    private static RedisProcess server(int busPort) {
        return RedisProcess.start(
                "--cluster-enabled", "yes",
                "--cluster-port", Integer.toString(busPort),
                "--cluster-node-timeout", Integer.toString(NODE_TIMEOUT_MILLIS),
                "--cluster-require-full-coverage", "no",
                "--cluster-replica-validity-factor", "0",
                "--repl-diskless-sync-delay", "0");
    }

    private static void meet(RedisProcess server, int port, int busPort) {
        server.command("CLUSTER", "MEET", "127.0.0.1", Integer.toString(port), Integer.toString(busPort));
    }

    private static void replicate(RedisProcess replica, RedisProcess primary) {
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            try {
                return "OK".equals(replica.command("CLUSTER", "REPLICATE", id(primary)));
            } catch (RedisError notMetYet) {
                return false;
            }
        });
        await().pollInterval(Duration.ofMillis(20))
                .until(() ->
                        String.valueOf(replica.command("INFO", "replication")).contains("master_link_status:up"));
    }

    static String id(RedisProcess server) {
        return String.valueOf(server.command("CLUSTER", "MYID"));
    }

    /** Every server knows all others, and all slots are served. */
    private void awaitWhole() {
        int count = servers().size();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> servers().stream().allMatch(each -> {
                    String info = String.valueOf(each.command("CLUSTER", "INFO"));
                    return info.contains("cluster_state:ok")
                            && info.contains("cluster_slots_assigned:" + SLOTS)
                            && info.contains("cluster_known_nodes:" + count);
                }));
    }

    /** The slot of a name in Redis. */
    int slot(String name) {
        return primaries.get(0).command("CLUSTER", "KEYSLOT", name) instanceof Long slot ? slot.intValue() : -1;
    }

    /** The primary that had the name's slot in the beginning. */
    RedisProcess home(String name) {
        return primaries.get(shard(name));
    }

    /** A key that lived there in the beginning. */
    String aKeyOf(int shard) {
        return keysOf(shard, 1).get(0);
    }

    /** Keys that lived there in the beginning. */
    List<String> keysOf(int shard, int count) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "k" + i)
                .filter(key -> shard("{" + key + "}") == shard)
                .limit(count)
                .toList();
    }

    /** The first key that begins like that and lived there in the beginning. */
    String aKeyOf(int shard, String beginning) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> beginning + i)
                .filter(key -> shard("{" + key + "}") == shard)
                .findFirst()
                .orElseThrow();
    }

    int shard(String name) {
        int slot = slot(name);
        int shard = 0;
        while (slot >= SLOTS * (shard + 1) / SHARDS) {
            shard++;
        }
        return shard;
    }

    RedisProcess primary(int shard) {
        return primaries.get(shard);
    }

    List<RedisProcess> servers() {
        return Stream.concat(primaries.stream(), replicas.stream()).toList();
    }

    @Override
    public Config config() {
        return Written.java("cluster", "password", urls());
    }

    @Override
    public ConnectionSource asInFile() {
        return ConnectionSource.of(
                Written.yaml("cluster", "redis://10.0.0.%d:6379", Map.of("REDIS_PASSWORD", "password"), urls()));
    }

    private String[] urls() {
        return primaries.stream().map(RedisProcess::url).toArray(String[]::new);
    }

    @Override
    public List<RedisProcess> primaries() {
        return List.copyOf(primaries);
    }

    @Override
    public void close() {
        servers().forEach(RedisProcess::close);
    }
}
