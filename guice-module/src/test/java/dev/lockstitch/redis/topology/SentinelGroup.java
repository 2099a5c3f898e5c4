package dev.lockstitch.redis.topology;

import static org.awaitility.Awaitility.await;

import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.redisson.config.Config;

/** A primary, its replica and three Sentinels, and a user of least rights on all that hold keys. */
final class SentinelGroup implements Configured {

    /** Short, as one sets it who wants to be back soon; Sentinel's own default is 30 s. */
    static final int DOWN_AFTER_MILLIS = 1000;

    private static final int QUORUM = 2;

    private final RedisProcess first = server();
    private final RedisProcess second = server("--replicaof", "127.0.0.1 " + first.port());
    private final List<SentinelProcess> sentinels;

    SentinelGroup() {
        this(List.of());
        awaitComplete();
    }

    /** The first Sentinels on those ports, the others anywhere; they may not have met yet. */
    SentinelGroup(List<Integer> ports) {
        Grants.give(first, Grants.SENTINEL);
        Grants.give(second, Grants.SENTINEL);
        sentinels = Stream.concat(ports.stream(), Stream.generate(RedisProcess::freePort))
                .limit(3)
                .map(port -> new SentinelProcess(port, first, DOWN_AFTER_MILLIS, QUORUM))
                .toList();
    }

    private static RedisProcess server(String... settings) {
        return RedisProcess.start(
                Stream.concat(Stream.of("--repl-diskless-sync-delay", "0", "--repl-timeout", "5"), Stream.of(settings))
                        .toArray(String[]::new));
    }

    /** Each server is there, and every Sentinel knows of all others: a failover can begin. */
    void awaitComplete() {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> sentinels.stream()
                                .allMatch(each -> each.known("SENTINELS") == 2
                                        && each.known("REPLICAS") == 1
                                        && each.primaryPort() == primary().port())
                        && String.valueOf(replica().command("INFO", "replication"))
                                .contains("master_link_status:up"));
    }

    RedisProcess primary() {
        return sentinels.get(0).primaryPort() == second.port() ? second : first;
    }

    RedisProcess replica() {
        return primary() == first ? second : first;
    }

    /** Has the replica take over although the primary is well. */
    void failOver() {
        sentinels.get(0).command("SENTINEL", "FAILOVER", SentinelProcess.GROUP);
    }

    /** A Sentinel has answered. */
    void awaitFirstAnswer() {
        await().pollInterval(Duration.ofMillis(5)).until(() -> sentinels.get(0).primaryPort() != 0);
    }

    String[] sentinelUrls() {
        return sentinels.stream().map(SentinelProcess::url).toArray(String[]::new);
    }

    @Override
    public Config config() {
        return Written.java("sentinel", "password", sentinelUrls());
    }

    @Override
    public ConnectionSource asInFile() {
        return ConnectionSource.of(Written.yaml(
                "sentinel", "redis://10.0.0.%d:26379", Map.of("REDIS_PASSWORD", "password"), sentinelUrls()));
    }

    @Override
    public List<RedisProcess> primaries() {
        return List.of(primary());
    }

    List<RedisProcess> servers() {
        return List.of(first, second);
    }

    @Override
    public void close() {
        sentinels.forEach(SentinelProcess::close);
        second.close();
        first.close();
    }
}
