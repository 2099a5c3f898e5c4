package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.redis.testing.Logged;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionSourceTest {

    /** After a pause of this JVM it would come before the reply is read. */
    @Test
    void redissonsTimeOutIsNeverTheOneThatEndsACall() {
        assertThat(ConnectionSource.timeout(Duration.ofMillis(1))).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(ConnectionSource.timeout(Duration.ofSeconds(150))).isEqualTo(Duration.ofSeconds(150));
    }

    @Test
    void classesThatDoNotFitAreAnErrorAndNotSilence() {
        CoordinatorSettings settings = CoordinatorSettings.DEFAULTS;
        try (Logged logged = new Logged();
                RedisConnection connection = new RedisConnection(
                        ConnectionSource.of(RedisAddress.parse("redis://127.0.0.1:1")), settings, () -> {
                            throw new NoClassDefFoundError("planned");
                        })) {
            connection.start();
            await().until(() -> !logged.errors().isEmpty());
            assertThat(logged.errors()).singleElement().asString().contains("NoClassDefFoundError");
        }
    }
}
