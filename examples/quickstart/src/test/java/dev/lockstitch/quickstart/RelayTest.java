package dev.lockstitch.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RelayTest {

    private final ServerSocket echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Relay relay = new Relay(echo.getInetAddress().getHostAddress(), echo.getLocalPort());

    RelayTest() throws IOException {}

    @BeforeEach
    void startEcho() {
        Threads.daemon("echo", () -> {
            while (!echo.isClosed()) {
                try {
                    Socket client = echo.accept();
                    Threads.daemon("echo connection", () -> echo(client));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        relay.cut();
        echo.close();
    }

    @Test
    void bytesGoThroughBothWays() throws IOException {
        try (Socket client = connect()) {
            assertThat(answerTo(42, client)).isEqualTo(42);
        }
    }

    @Test
    void aCutClosesWhatIsOpenAndRefusesWhatIsNew() throws Exception {
        try (Socket client = connect()) {
            assertThat(answerTo(42, client)).isEqualTo(42);

            relay.cut();

            assertThat(end(client)).isTrue();
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void whatWasCutComesBackOnTheSamePort() throws Exception {
        int port = relay.port();
        relay.cut();

        relay.restore();

        assertThat(relay.port()).isEqualTo(port);
        try (Socket client = connect()) {
            assertThat(answerTo(7, client)).isEqualTo(7);
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), relay.port());
        // A read does not heed the test's timeout.
        client.setSoTimeout(10_000);
        return client;
    }

    private static int answerTo(int question, Socket client) throws IOException {
        client.getOutputStream().write(question);
        return client.getInputStream().read();
    }

    private static boolean end(Socket client) {
        try {
            return client.getInputStream().read() == -1;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // The other side has closed.
        }
    }
}
