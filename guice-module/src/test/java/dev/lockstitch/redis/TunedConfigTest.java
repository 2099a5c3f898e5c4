package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.ClusterServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.NatMapper;
import org.redisson.config.ReadMode;
import org.redisson.config.SentinelServersConfig;
import org.redisson.config.SslVerificationMode;
import org.redisson.config.SubscriptionMode;

/** What a copy of the user's configuration keeps, and what is set in it. */
final class TunedConfigTest {

    private static final NatMapper NAT = address -> address;

    @Test
    void theUsersConfigurationStaysAsItIs() throws Exception {
        Config config = sentinel();
        Map<String, Object> before = values(config.useSentinelServers());
        assertThat(new TunedConfig(config)).isNotSameAs(config);
        assertThat(values(config.useSentinelServers())).isEqualTo(before);
        assertThat(config.isLazyInitialization()).isFalse();
    }

    @Test
    void ofSentinelOnlyTimesConnectionsAndTheUseOfReplicasAreSet() throws Exception {
        SentinelServersConfig theirs = sentinel().useSentinelServers();
        SentinelServersConfig ours = new TunedConfig(sentinel()).useSentinelServers();
        assertThat(changed(theirs, ours))
                .containsExactlyInAnyOrder(
                        "checkSentinelsList",
                        "connectTimeout",
                        "masterConnectionMinimumIdleSize",
                        "masterConnectionPoolSize",
                        "pingConnectionInterval",
                        "readMode",
                        "reconnectionDelay",
                        "retryAttempts",
                        "slaveNotUsed",
                        "subscriptionConnectionPoolSize",
                        "timeout");
        assertThat(ours.getMasterName()).isEqualTo("shop");
        assertThat(ours.getDatabase()).isEqualTo(3);
        assertThat(ours.getSentinelPassword()).isEqualTo("another");
        assertThat(ours.getNatMapper()).isSameAs(NAT);
        assertThat(ours.getReadMode()).isEqualTo(ReadMode.MASTER);
        assertThat(ours.getSubscriptionMode()).isEqualTo(SubscriptionMode.MASTER);
    }

    @Test
    void aClusterIsWatchedCloselyAndNeedNotBeWhole() {
        Config config = new Config();
        config.useClusterServers().addNodeAddress("redis://10.0.0.1:6379").setScanInterval(60_000);
        ClusterServersConfig ours = new TunedConfig(config).useClusterServers();
        assertThat(ours.getNodeAddresses()).containsExactly("redis://10.0.0.1:6379");
        assertThat(ours.getScanInterval()).isEqualTo(1000);
        assertThat(ours.isCheckSlotsCoverage()).isFalse();
    }

    @Test
    void whoeverScansMoreOftenGoesOnWithIt() {
        Config config = sentinel();
        config.useSentinelServers().setScanInterval(200);
        assertThat(new TunedConfig(config).useSentinelServers().getScanInterval())
                .isEqualTo(200);
        assertThat(config.useSentinelServers().getScanInterval()).isEqualTo(200);
    }

    @Test
    void whatTheUserSaysAboutTlsAndWhoItIsStays() throws Exception {
        Config config = new Config();
        config.setUsername("shop").setPassword("secret").setCodec(StringCodec.INSTANCE);
        config.setSslTruststore(new File("trust.p12").toURI().toURL()).setSslTruststorePassword("changeit");
        config.setSslVerificationMode(SslVerificationMode.CA_ONLY).setSslProtocols(new String[] {"TLSv1.3"});
        config.useSingleServer().setAddress("rediss://10.0.0.1:6380").setClientName("till");
        TunedConfig ours = new TunedConfig(config);
        assertThat(ours.getUsername()).isEqualTo("shop");
        assertThat(ours.getPassword()).isEqualTo("secret");
        assertThat(ours.getSslTruststore()).isEqualTo(config.getSslTruststore());
        assertThat(ours.getSslTruststorePassword()).isEqualTo("changeit");
        assertThat(ours.getSslVerificationMode()).isEqualTo(SslVerificationMode.CA_ONLY);
        assertThat(ours.getSslProtocols()).containsExactly("TLSv1.3");
        assertThat(ours.useSingleServer().getClientName()).isEqualTo("till");
        assertThat(ours.where()).isEqualTo("rediss://10.0.0.1:6380");
    }

    @Test
    void aPoolThatTheUserChoseStaysAndRedissonsOwnMakesRoomForSharedConnections() {
        assertThat(new TunedConfig(sentinel()).capacity()).isEqualTo(Integer.MAX_VALUE);
        Config chosen = sentinel();
        chosen.useSentinelServers().setMasterConnectionPoolSize(100);
        TunedConfig ours = new TunedConfig(chosen);
        assertThat(ours.capacity()).isEqualTo(100);
        assertThat(ours.useSentinelServers().getMasterConnectionPoolSize()).isEqualTo(100);
        Config single = new Config();
        single.useSingleServer().setAddress("redis://10.0.0.1:6379");
        assertThat(new TunedConfig(single).capacity()).isEqualTo(Integer.MAX_VALUE);
        single.useSingleServer().setConnectionPoolSize(32);
        assertThat(new TunedConfig(single).capacity()).isEqualTo(32);
    }

    @Test
    void threadsThatTheUserChoseStay() {
        assertThat(new TunedConfig(sentinel()).getNettyThreads()).isLessThanOrEqualTo(4);
        assertThat(new TunedConfig(sentinel().setNettyThreads(7)).getNettyThreads())
                .isEqualTo(7);
    }

    private static Config sentinel() {
        Config config = new Config();
        config.useSentinelServers()
                .setMasterName("shop")
                .addSentinelAddress("redis://10.0.0.1:26379", "redis://10.0.0.2:26379")
                .setSentinelPassword("another")
                .setDatabase(3)
                .setNatMapper(NAT)
                .setReadMode(ReadMode.SLAVE)
                .setClientName("till")
                .setTimeout(3000)
                .setRetryDelay(new ConstantDelay(Duration.ofSeconds(1)));
        return config;
    }

    private static Iterable<String> changed(BaseConfig<?> theirs, BaseConfig<?> ours) throws Exception {
        Map<String, Object> before = values(theirs);
        Map<String, Object> after = values(ours);
        after.entrySet()
                .removeIf(each -> String.valueOf(before.get(each.getKey())).equals("" + each.getValue())
                        || isTheSameKind(before.get(each.getKey()), each.getValue()));
        return after.keySet();
    }

    /** Such as a load balancer without any settings. */
    private static boolean isTheSameKind(@Nullable Object one, @Nullable Object other) {
        return one != null
                && other != null
                && one.getClass() == other.getClass()
                && !(one instanceof Number || one instanceof String || one instanceof Boolean || one instanceof Enum);
    }

    private static Map<String, Object> values(BaseMasterSlaveServersConfig<?> config) throws Exception {
        return values((BaseConfig<?>) config);
    }

    private static Map<String, Object> values(BaseConfig<?> config) throws Exception {
        Map<String, Object> values = new TreeMap<>();
        for (Method method : config.getClass().getMethods()) {
            String name = method.getName();
            if (method.getParameterCount() == 0 && name.matches("(get|is)[A-Z].*") && !name.equals("getClass")) {
                method.setAccessible(true);
                String property = name.replaceFirst("get|is", "");
                values.put(Character.toLowerCase(property.charAt(0)) + property.substring(1), method.invoke(config));
            }
        }
        return values;
    }
}
