package dev.lockstitch.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ProxyTest {

    private RedisProcess redis;
    private Proxy proxy;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        proxy = Proxy.before(redis);
    }

    @AfterEach
    void stop() {
        proxy.close();
        redis.close();
    }

    @Test
    void passesOnWhatComes() throws Exception {
        assertThat(RawRequest.send(proxy.port(), "PING")).isEqualTo("PONG");
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void delaysEachWay() throws Exception {
        proxy.delay(Duration.ofMillis(50));
        long start = System.nanoTime();
        assertThat(RawRequest.send(proxy.port(), "PING")).isEqualTo("PONG");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void aSwallowedRequestIsNeverRun() throws Exception {
        proxy.swallowRequest("planned", Proxy.Then.CUT);
        assertThatThrownBy(() -> RawRequest.send(proxy.port(), "SET", "planned", "1"))
                .isInstanceOf(IOException.class);
        assertThat(proxy.hasSwallowed()).isTrue();
        assertThat(RawRequest.send(proxy.port(), "EXISTS", "planned")).isEqualTo(0L);
    }

    @Test
    void aRequestWhoseReplyIsSwallowedIsRun() {
        proxy.swallowReply("planned", Proxy.Then.CUT);
        assertThatThrownBy(() -> RawRequest.send(proxy.port(), "SET", "planned", "1"))
                .isInstanceOf(EOFException.class);
        await().until(() -> redis.keys("planned").size() == 1);
    }

    @Test
    void aConnectionThatFellSilentStaysOpen() throws Exception {
        proxy.swallowReply("planned", Proxy.Then.SILENCE);
        try (Socket client = connected()) {
            client.getOutputStream().write(bytes("SET planned 1\r\n"));
            await().until(() -> redis.keys("planned").size() == 1);
            client.setSoTimeout(100);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void refusesCutsAndHeals() throws Exception {
        try (Socket client = connected();
                InputStream in = client.getInputStream()) {
            client.getOutputStream().write(bytes("PING\r\n"));
            assertThat(in.read()).isEqualTo('+');
            proxy.refuse();
            assertThat(in.readAllBytes()).isEqualTo(bytes("PONG\r\n"));
        }
        assertThatThrownBy(this::connected).isInstanceOf(IOException.class);
        proxy.heal();
        assertThat(RawRequest.send(proxy.port(), "PING")).isEqualTo("PONG");
    }

    @Test
    void aBlackHoleAcceptsAndSaysNothing() throws Exception {
        proxy.blackHole();
        try (Socket client = connected()) {
            client.getOutputStream().write(bytes("PING\r\n"));
            client.setSoTimeout(100);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
        proxy.heal();
        assertThat(RawRequest.send(proxy.port(), "PING")).isEqualTo("PONG");
    }

    private Socket connected() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
