package com.example.shop;

import dev.lockstitch.guice.LockstitchModule;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import org.redisson.config.Config;

/** Where the shop's Redis may be. */
public final class Topologies {

    private Topologies() {}

    /** A primary and its replicas under Sentinel. */
    public static Config sentinel(String password, String... sentinels) {
        Config config = new Config();
        config.setUsername("shop").setPassword(password);
        config.useSentinelServers().setMasterName("shop").addSentinelAddress(sentinels);
        return config;
    }

    /** A cluster: a few of its nodes, by which the others are found. */
    public static Config cluster(String password, String... nodes) {
        Config config = new Config();
        config.setUsername("shop").setPassword(password);
        config.useClusterServers().addNodeAddress(nodes);
        return config;
    }

    /** TLS under an authority of one's own, which is in a PKCS12 or JKS file. */
    public static Config tls(String address, String password, File trustStore, String trustStorePassword)
            throws IOException {
        Config config = new Config();
        config.setUsername("shop").setPassword(password);
        config.setSslTruststore(trustStore.toURI().toURL()).setSslTruststorePassword(trustStorePassword);
        config.useSingleServer().setAddress(address);
        return config;
    }

    /** Any of these from a file of the application. */
    public static Config file(URL yaml) throws IOException {
        return Config.fromYAML(yaml);
    }

    /** The module for any of these. */
    public static LockstitchModule module(Config config) {
        return LockstitchModule.builder().redisson(config).keyPrefix("shop").build();
    }
}
