package dev.lockstitch.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.ClusterServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.MasterSlaveServersConfig;
import org.redisson.config.NameMapper;
import org.redisson.config.ReadMode;
import org.redisson.config.ReplicatedServersConfig;
import org.redisson.config.SentinelServersConfig;
import org.redisson.config.ShardedSubscriptionMode;
import org.redisson.config.SingleServerConfig;
import org.redisson.config.SubscriptionMode;

/**
 * A Redisson configuration of our own or a copy of the user's, with the times that the decision budget needs. The copy
 * leaves everything else as it was.
 */
final class TunedConfig extends Config {

    /** Below ten Redisson lets commands share a connection: fewer connections, faster, and a pool that never runs out. */
    private static final int SHARED_BELOW = 10;

    private static final int OWN_CONNECTIONS = 4;

    /** As many as there is work for: on two processors a second one costs 2 % of a hot lock's calls, and its p99 wait. */
    private static final int OWN_NETTY_THREADS =
            Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));

    private static final int OWN_THREADS = 2;
    private static final Config REDISSON = new Config();
    private static final int PING_MILLIS = 1000;

    /** How often it is asked who is primary: so long after a failover nobody is coordinated. */
    private static final int SCAN_MILLIS = 1000;

    private static final int CONNECT_MILLIS = 500;
    private static final int COMMAND_MILLIS = 1000;

    TunedConfig(Config config) {
        super(config);
        setLazyInitialization(true);
        setUseScriptCache(false);
        // Our keys have a prefix of their own, and a channel is named in the script's text, where no mapper looks.
        setNameMapper(NameMapper.direct());
        if (getNettyThreads() == REDISSON.getNettyThreads() && getThreads() == REDISSON.getThreads()) {
            setThreads(OWN_THREADS).setNettyThreads(OWN_NETTY_THREADS);
        }
        BaseConfig<?> servers = servers();
        if (servers != null) {
            tune(servers);
        }
        if (servers instanceof BaseMasterSlaveServersConfig<?> many) {
            tune(many);
        }
        if (hasRedissonsPool()) {
            withFewConnections();
        }
    }

    static TunedConfig of(RedisAddress address) {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE).setThreads(OWN_THREADS).setNettyThreads(OWN_NETTY_THREADS);
        config.setUsername(address.username()).setPassword(address.password());
        config.setTcpNoDelay(true).setTcpKeepAlive(true);
        config.useSingleServer().setAddress(address.url()).setDatabase(address.database());
        return new TunedConfig(config).withFewConnections();
    }

    TunedConfig withFewConnections() {
        BaseConfig<?> servers = servers();
        if (servers instanceof SingleServerConfig single) {
            single.setConnectionPoolSize(OWN_CONNECTIONS).setConnectionMinimumIdleSize(OWN_CONNECTIONS);
            single.setSubscriptionConnectionPoolSize(2).setSubscriptionConnectionMinimumIdleSize(1);
        } else if (servers instanceof BaseMasterSlaveServersConfig<?> many) {
            many.setMasterConnectionPoolSize(OWN_CONNECTIONS);
            many.setMasterConnectionMinimumIdleSize(OWN_CONNECTIONS);
            many.setSubscriptionConnectionPoolSize(2);
            many.setSubscriptionConnectionMinimumIdleSize(1);
        }
        return this;
    }

    /**
     * Commands of others than our scripts, such as subscribing, keep a small retry: without any, a healthy Redis under a
     * thousand callers fails some of them.
     */
    @SuppressWarnings("deprecation") // A mapper that was set in the old place would count all the same.
    private static void tune(BaseConfig<?> servers) {
        servers.setConnectTimeout(CONNECT_MILLIS);
        servers.setTimeout(COMMAND_MILLIS);
        servers.setRetryAttempts(2);
        servers.setRetryDelay(new ConstantDelay(Duration.ofMillis(50)));
        servers.setReconnectionDelay(new ConstantDelay(Duration.ofMillis(100)));
        servers.setPingConnectionInterval(PING_MILLIS);
        NameMapper mapper = servers.getNameMapper();
        if (mapper != null && mapper.getClass() != NameMapper.direct().getClass()) {
            servers.setNameMapper(NameMapper.direct());
        }
    }

    /** We write, and listen to what scripts tell: replicas are of no use to us. */
    private static void tune(BaseMasterSlaveServersConfig<?> servers) {
        servers.setReadMode(ReadMode.MASTER).setSubscriptionMode(SubscriptionMode.MASTER);
        if (servers instanceof ClusterServersConfig cluster) {
            cluster.setScanInterval(Math.min(cluster.getScanInterval(), SCAN_MILLIS));
            // Without one part of the slots the others are coordinated all the same, also at the start.
            cluster.setCheckSlotsCoverage(false);
            cluster.setShardedSubscriptionMode(ShardedSubscriptionMode.OFF);
        } else if (servers instanceof SentinelServersConfig sentinel) {
            sentinel.setScanInterval(Math.min(sentinel.getScanInterval(), SCAN_MILLIS));
            // One Sentinel is enough to begin with; those that it has yet to meet are found later.
            sentinel.setCheckSentinelsList(false);
        }
    }

    /** Whether the user has left it to Redisson how many connections there are. */
    private boolean hasRedissonsPool() {
        BaseConfig<?> servers = servers();
        if (servers instanceof SingleServerConfig single) {
            SingleServerConfig plain = new Config().useSingleServer();
            return single.getConnectionPoolSize() == plain.getConnectionPoolSize()
                    && single.getConnectionMinimumIdleSize() == plain.getConnectionMinimumIdleSize();
        }
        MasterSlaveServersConfig plain = new Config().useMasterSlaveServers();
        return servers instanceof BaseMasterSlaveServersConfig<?> many
                && many.getMasterConnectionPoolSize() == plain.getMasterConnectionPoolSize()
                && many.getMasterConnectionMinimumIdleSize() == plain.getMasterConnectionMinimumIdleSize();
    }

    /** How many calls may be under way before one waits for a connection. */
    int capacity() {
        int pool = poolSize();
        return pool < SHARED_BELOW ? Integer.MAX_VALUE : pool;
    }

    /** For log lines: the address without user and password, or what kind of group it is. */
    String where() {
        SingleServerConfig single = getSingleServerConfig();
        if (single != null && single.getAddress() != null) {
            return single.getAddress().replaceFirst("://.*@", "://");
        }
        return isClusterConfig() ? "the cluster" : isSentinelConfig() ? "the Sentinel group" : "the configured servers";
    }

    /** Where it would connect first. */
    List<String> addresses() {
        BaseConfig<?> servers = servers();
        Collection<String> listed = List.of();
        if (servers instanceof SingleServerConfig single) {
            listed = Collections.singleton(single.getAddress());
        } else if (servers instanceof ClusterServersConfig cluster) {
            listed = cluster.getNodeAddresses();
        } else if (servers instanceof SentinelServersConfig sentinels) {
            listed = sentinels.getSentinelAddresses();
        } else if (servers instanceof ReplicatedServersConfig replicated) {
            listed = replicated.getNodeAddresses();
        } else if (servers instanceof MasterSlaveServersConfig fixed) {
            listed = Collections.singleton(fixed.getMasterAddress());
        }
        return listed.stream().filter(Objects::nonNull).toList();
    }

    /** How many threads can be inside Redisson's way of sending without one of them waiting for a connection. */
    int sendsAtOnce() {
        return Math.max(1, Math.min(OWN_CONNECTIONS, poolSize()));
    }

    private int poolSize() {
        BaseConfig<?> servers = servers();
        if (servers instanceof SingleServerConfig single) {
            return single.getConnectionPoolSize();
        }
        return servers instanceof BaseMasterSlaveServersConfig<?> many
                ? many.getMasterConnectionPoolSize()
                : Integer.MAX_VALUE;
    }

    private @Nullable BaseConfig<?> servers() {
        BaseConfig<?>[] kinds = {
            getSingleServerConfig(),
            getClusterServersConfig(),
            getSentinelServersConfig(),
            getReplicatedServersConfig(),
            getMasterSlaveServersConfig()
        };
        for (BaseConfig<?> kind : kinds) {
            if (kind != null) {
                return kind;
            }
        }
        return null;
    }
}
