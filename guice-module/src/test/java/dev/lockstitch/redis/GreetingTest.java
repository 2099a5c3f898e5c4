package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.Greeting.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreetingTest {

    private static Greeting heard(String text, boolean ended) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Greeting.of(bytes, bytes.length, ended);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+PONG                                     | REDIS",
                "-NOAUTH Authentication required.          | REDIS",
                "-DENIED Redis is running in protected mode| REDIS",
                "-ERR max number of clients reached        | REDIS",
                "HTTP/1.1 400 Bad Request                  | HTTP",
                "SSH-2.0-OpenSSH_9.6                       | OTHER",
                "220 mail.example ESMTP                    | OTHER",
                "+OK POP3 ready                            | OTHER",
                "ERROR                                     | OTHER",
                "-                                         | OTHER"
            })
    void serversAreToldApartByTheirFirstWord(String text, Kind kind) {
        assertThat(heard(text + "\r\n", false).kind()).isEqualTo(kind);
    }

    @Test
    void tlsIsToldByItsFirstByte() {
        assertThat(heard("\u0015\u0003\u0001\u0000\u0002", true).kind()).isEqualTo(Kind.TLS);
        assertThat(heard("\u0016\u0003\u0003", false).kind()).isEqualTo(Kind.TLS);
    }

    @Test
    void whoSaysNothingIsSilentOrHasClosed() {
        assertThat(heard("", false).kind()).isEqualTo(Kind.SILENT);
        assertThat(heard("", true).kind()).isEqualTo(Kind.CLOSED);
    }

    @Test
    void whatAStrangerSaysIsEscaped() {
        assertThat(heard("a\u001b[31m\u0000b\r\nsecond line", false).said()).isEqualTo("\"a\\u001b[31m\\u0000b\"");
    }
}
