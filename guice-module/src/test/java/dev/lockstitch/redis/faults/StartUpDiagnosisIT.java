package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.google.inject.Guice;
import dev.lockstitch.guice.LockstitchBuilder;
import dev.lockstitch.guice.LockstitchModule;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Proxy;
import dev.lockstitch.redis.testing.ReadmeGrants;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Stalls;
import dev.lockstitch.redis.testing.Stranger;
import dev.lockstitch.redis.testing.TlsFiles;
import dev.lockstitch.spi.Coordinator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redisson.config.Config;
import org.slf4j.LoggerFactory;

/** Whatever is wrong with the settings is told in one line of level ERROR, soon after the injector is there. */
final class StartUpDiagnosisIT {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final String PASSWORD = "geheim-1";
    private static final String WRONG_PASSWORD = "falsch-1";

    /** Redisson tells of the same troubles at length; what it tells is not looked at here. */
    private static final Logger REDISSON = (Logger) LoggerFactory.getLogger("org.redisson");

    private static RedisProcess redis;
    private static TlsFiles ours;
    private static TlsFiles foreign;
    private static int tlsPort;

    private final Logged logs = new Logged();
    private final Stalls stalls = new Stalls();

    @BeforeAll
    static void start() throws IOException {
        REDISSON.setLevel(Level.OFF);
        ours = new TlsFiles("dns:localhost,ip:127.0.0.1");
        foreign = new TlsFiles("dns:other.example");
        tlsPort = freePort();
        redis = RedisProcess.start(ours.redisSettings(tlsPort));
        // The JVM learns TLS, which on a busy machine takes it longer than all that is measured here.
        try (Coordinator good = coordinator(trusting(ours, "localhost"))) {
            await().until(good::isRedisAvailable);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterAll
    static void stop() {
        redis.close();
        ours.close();
        foreign.close();
        REDISSON.setLevel(null);
    }

    @BeforeEach
    void useOurCertificate() {
        use(ours);
    }

    private static void use(TlsFiles files) {
        redis.command("CONFIG", "SET", "tls-key-file", files.key(), "tls-cert-file", files.certificate());
    }

    @AfterEach
    void end() {
        stalls.close();
        logs.close();
    }

    private static LockstitchBuilder address(String url) {
        return LockstitchModule.builder().redis(url);
    }

    private static LockstitchBuilder trusting(TlsFiles files, String host) {
        Config config = new Config();
        config.setSslTruststore(files.trustStore()).setSslTruststorePassword(TlsFiles.PASSWORD);
        config.useSingleServer().setAddress("rediss://" + host + ':' + tlsPort);
        return LockstitchModule.builder().redisson(config);
    }

    /** One error with all that, soon; nothing else that is loud; and the call that waits for Redis runs all the same. */
    private void assertTold(LockstitchBuilder settings, String... parts) throws Exception {
        stalls.reset();
        long start = System.nanoTime();
        try (Coordinator coordinator = coordinator(settings)) {
            await().until(() -> !logs.errors().isEmpty());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(coordinator.withLock("k", () -> "done")).isEqualTo("done");
            assertThat(coordinator.isRedisAvailable()).isFalse();
            // Several threads take part one after the other, and the server, each of which may be held up.
            assertThat(took).isLessThan(SOON.plus(stalls.worst().multipliedBy(4)));
        }
        // Probes went on until it was closed.
        assertThat(logs.errors())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("⚠️  Redis unavailable at ")
                        .contains(parts)
                        .contains("Calls proceed unguarded")
                        .doesNotContain(PASSWORD, WRONG_PASSWORD)
                        .doesNotContain("\n"));
        assertThat(logs.warnings()).isEmpty();
    }

    private static Coordinator coordinator(LockstitchBuilder settings) {
        return Guice.createInjector(settings.build()).getInstance(Coordinator.class);
    }

    @Test
    void aWrongPassword() throws Exception {
        try (RedisProcess guarded = RedisProcess.start("--requirepass", PASSWORD)) {
            assertTold(
                    address("redis://:" + WRONG_PASSWORD + "@127.0.0.1:" + guarded.port()),
                    "WRONGPASS",
                    "REDIS_PASSWORD");
        }
    }

    @Test
    void aMissingPassword() throws Exception {
        try (RedisProcess guarded = RedisProcess.start("--requirepass", PASSWORD)) {
            assertTold(address(guarded.url()), "NOAUTH", "wants a password", "REDIS_PASSWORD");
        }
    }

    @Test
    void aPasswordThatNobodyAskedFor() throws Exception {
        assertTold(address("redis://:" + PASSWORD + "@127.0.0.1:" + redis.port()), "has no password", "REDIS_PASSWORD");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "-zadd          ; the command zadd    ; +zadd",
                "resetkeys      ; the keys shop:*     ; ~shop:*",
                "resetchannels  ; the channels shop:* ; &shop:*"
            })
    void aMissingRight(String rule, String missing, String grant) throws Exception {
        redis.command("ACL", "SETUSER", "shop", "reset");
        redis.command(ReadmeGrants.single().toArray(new String[0]));
        redis.command("ACL", "SETUSER", "shop", ">" + PASSWORD, rule);
        assertTold(
                address("redis://shop:" + PASSWORD + "@127.0.0.1:" + redis.port())
                        .keyPrefix("shop"),
                "lacks the right to " + missing + " (NOPERM)",
                "ACL SETUSER <user> " + grant);
    }

    @Test
    void tlsAgainstPlainText() throws Exception {
        assertTold(
                address("rediss://127.0.0.1:" + redis.port()),
                "speaks plain text on that port, but the address says TLS",
                "write redis:// in place of rediss://");
    }

    @Test
    void plainTextAgainstTls() throws Exception {
        assertTold(
                address("redis://:" + PASSWORD + "@127.0.0.1:" + tlsPort),
                "speaks TLS on that port, but the address says plain text",
                "write rediss:// in place of redis://");
    }

    @Test
    void aCertificateThatNobodyTrusts() throws Exception {
        assertTold(
                address("rediss://127.0.0.1:" + tlsPort),
                "certificate is not trusted (issued by \"CN=redis\")",
                "javax.net.ssl.trustStore",
                "setSslTruststore");
    }

    @Test
    void aCertificateThatOnlyOthersTrust() throws Exception {
        assertTold(trusting(foreign, "localhost"), "certificate is not trusted", "setSslTruststore");
    }

    @Test
    void aCertificateForAnotherName() throws Exception {
        use(foreign);
        assertTold(
                trusting(foreign, "127.0.0.1"),
                "certificate is for \"other.example\", not for \"127.0.0.1\"",
                "use a name of the certificate's");
    }

    @Test
    void anUnknownHost() throws Exception {
        assertTold(address("redis://no-such-host.invalid:6379"), "the host is unknown", "check the address");
    }

    @Test
    void aWebServer() throws Exception {
        try (Stranger web = Stranger.thatAnswers("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
            assertTold(address("redis://" + web.address()), "no Redis: it speaks HTTP", "check host and port");
            logs.clear();
            assertTold(address("rediss://" + web.address()), "no Redis: it speaks HTTP", "check host and port");
        }
    }

    @Test
    void aServerThatSpeaksFirst() throws Exception {
        try (Stranger ssh = Stranger.thatGreets("SSH-2.0-Open\u001b[31mSSH\r\n✅ Redis: Connected\r\n")) {
            assertTold(
                    address("redis://" + ssh.address()),
                    "no Redis: it says \"SSH-2.0-Open\\u001b[31mSSH\"",
                    "check host and port");
        }
    }

    @Test
    void aServerThatClosesAtOnce() throws Exception {
        try (Stranger closing = Stranger.thatCloses()) {
            assertTold(
                    address("redis://" + closing.address()), "closes each connection at once", "check host and port");
        }
    }

    @Test
    void aServerThatSaysNothing() throws Exception {
        try (Stranger silent = Stranger.thatSaysNothing()) {
            assertTold(address("redis://" + silent.address()), "says nothing", "check host and port", "it hangs");
        }
    }

    @Test
    void oneOfSeveralAddressesIsNamed() throws Exception {
        Config config = new Config();
        config.useSentinelServers()
                .setMasterName("shop")
                .addSentinelAddress("redis://127.0.0.1:" + freePort(), "redis://127.0.0.1:" + tlsPort);
        assertTold(
                LockstitchModule.builder().redisson(config),
                "speaks TLS on that port, but the address says plain text [127.0.0.1:" + tlsPort + "]",
                "write rediss://");
    }

    /** Twice the round trip to another continent: slow, and well. */
    @Test
    void aSlowStartIsNoMisconfiguration() throws Exception {
        try (Proxy proxy = Proxy.before(redis)) {
            proxy.delay(Duration.ofMillis(200));
            try (Coordinator coordinator = coordinator(address(proxy.url()).startBudget(Duration.ofMinutes(1)))) {
                await().until(coordinator::isRedisAvailable);
            }
        }
        assertThat(logs.errors()).isEmpty();
        assertThat(logs.warnings()).isEmpty();
    }

    @Test
    void anAbsentRedisIsAnOutageAndNoMisconfiguration() throws Exception {
        try (RedisProcess absent = RedisProcess.notStarted();
                Coordinator coordinator = coordinator(address(absent.url()))) {
            assertThat(coordinator.withLock("k", () -> "done")).isEqualTo("done");
            await().during(Duration.ofMillis(300)).until(() -> logs.errors().isEmpty());
            assertThat(logs.warnings()).singleElement().asString().contains("connection was refused");
        }
    }

    @Test
    void aCertificateThatIsSwappedForABadOneIsToldWhenItCounts() throws Exception {
        try (Coordinator coordinator = coordinator(trusting(ours, "localhost"))) {
            await().until(coordinator::isRedisAvailable);
            use(foreign);
            redis.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            await().until(() -> {
                assertThat(coordinator.withLock("k", () -> "done")).isEqualTo("done");
                return !logs.errors().isEmpty();
            });
            assertThat(logs.errors()).singleElement().asString().contains("certificate is not trusted");

            use(ours);
            await().until(coordinator::isRedisAvailable);
        }
        assertThat(logs.errors()).hasSize(1);
    }

    @Test
    void aGoodStartNeedsNoDiagnosis() throws Exception {
        try (Coordinator coordinator = coordinator(address(redis.url()))) {
            await().until(coordinator::isRedisAvailable);
            assertThat(List.of(Thread.getAllStackTraces().keySet().stream()
                            .map(Thread::getName)
                            .toArray()))
                    .doesNotContain("lockstitch-diagnosis");
        }
        assertThat(logs.errors()).isEmpty();
    }
}
