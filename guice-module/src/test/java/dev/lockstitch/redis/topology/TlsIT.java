package dev.lockstitch.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.HeldLock;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.RedisAddress;
import dev.lockstitch.redis.testing.ChildJvm;
import dev.lockstitch.redis.testing.Node;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS under a private authority, and a user of least rights. */
final class TlsIT extends Shared implements ModuleBehaviour {

    TlsIT(@TempDir Path directory) throws Exception {
        super(TlsServer.start(directory));
    }

    @Test
    void aUrlIsEnoughWhereTheJvmTrustsTheAuthority() throws Exception {
        TlsServer server = (TlsServer) topology();
        String url = server.url().replace("://", "://shop:password@");
        Certificates certificates = server.certificates();
        try (ChildJvm jvm = ChildJvm.run(
                Trusting.class, url, certificates.trustStore().toString(), certificates.trustStorePassword())) {
            assertThat(jvm.output("guarded ", 20)).containsExactly("true");
        }
    }

    /** An application started with {@code -Djavax.net.ssl.trustStore=…} and {@code -Djavax.net.ssl.trustStorePassword=…}. */
    static final class Trusting {

        private Trusting() {}

        public static void main(String[] args) throws Exception {
            System.setProperty("javax.net.ssl.trustStore", args[1]);
            System.setProperty("javax.net.ssl.trustStorePassword", args[2]);
            ConnectionSource source = ConnectionSource.of(RedisAddress.parse(args[0]));
            try (Node node = node(source, Duration.ofSeconds(2), OnUnavailable.FAIL)) {
                System.out.println("guarded "
                        + node.coordinator()
                                .withLock(
                                        "k",
                                        Duration.ZERO,
                                        () -> HeldLock.current().isPresent()));
            }
        }
    }
}
