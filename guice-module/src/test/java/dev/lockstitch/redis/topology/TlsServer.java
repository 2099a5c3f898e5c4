package dev.lockstitch.redis.topology;

import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.testing.RedisProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.redisson.config.Config;

/**
 * One server that speaks TLS under a private authority, and a user of least rights. Tests look into it through a second,
 * plain port.
 */
record TlsServer(RedisProcess redis, int port, Certificates certificates) implements Configured {

    static TlsServer start(Path directory) throws Exception {
        Certificates certificates = Certificates.make(directory);
        int port = RedisProcess.freePort();
        RedisProcess redis = RedisProcess.start(certificates.settings(port));
        Grants.give(redis, Grants.SINGLE);
        return new TlsServer(redis, port, certificates);
    }

    String url() {
        return "rediss://127.0.0.1:" + port;
    }

    @Override
    public Config config() {
        return Written.java(
                "tls", url(), "password", certificates.trustStore().toFile(), certificates.trustStorePassword());
    }

    @Override
    public ConnectionSource asInFile() {
        Map<String, String> variables = Map.of(
                "REDIS_PASSWORD", "password",
                "REDIS_TRUST_STORE", certificates.trustStore().toUri().toString(),
                "REDIS_TRUST_STORE_PASSWORD", certificates.trustStorePassword());
        return ConnectionSource.of(Written.yaml("tls", "rediss://10.0.0.%d:6380", variables, url()));
    }

    @Override
    public List<RedisProcess> primaries() {
        return List.of(redis);
    }

    @Override
    public void close() {
        redis.close();
    }
}
