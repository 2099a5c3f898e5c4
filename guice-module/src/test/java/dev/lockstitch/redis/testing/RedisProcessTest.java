package dev.lockstitch.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

final class RedisProcessTest {

    @Test
    void aStartedRedisAnswersForgetsWhenRestartedAndIsGoneWhenClosed() {
        RedisProcess redis = RedisProcess.start("--maxmemory", "5mb");
        try (redis) {
            assertThat(redis.command("SET", "k", "vä")).isEqualTo("OK");
            assertThat(redis.command("EVAL", "return {1, 'a', {redis.call('GET', 'k')}}", "0"))
                    .hasToString("[1, a, [vä]]");
            assertThat(redis.command("CONFIG", "GET", "maxmemory")).hasToString("[maxmemory, 5242880]");
            redis.freeze();
            redis.thaw();
            redis.restart();
            assertThat(redis.command("GET", "k")).isNull();
            assertThatThrownBy(() -> redis.command("NONSENSE"))
                    .isInstanceOf(RedisError.class)
                    .hasMessageContaining("unknown command");
            redis.freeze();
        }
        assertThatThrownBy(() -> redis.command("PING")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void oneThatKeepsItsDataHasThemAfterARestart() {
        try (RedisProcess redis = RedisProcess.startKeeping()) {
            redis.command("SET", "k", "v");
            redis.restart();
            assertThat(redis.command("GET", "k")).isEqualTo("v");
        }
    }

    @Test
    void aReservedPortIsSilentUntilTheStart() {
        try (RedisProcess redis = RedisProcess.notStarted()) {
            assertThatThrownBy(() -> redis.command("PING")).isInstanceOf(UncheckedIOException.class);
            redis.launch();
            assertThat(redis.command("PING")).isEqualTo("PONG");
        }
    }
}
