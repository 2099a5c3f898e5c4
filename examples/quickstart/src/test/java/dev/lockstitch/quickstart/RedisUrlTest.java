package dev.lockstitch.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {

    @ParameterizedTest
    @CsvSource({
        "redis://shop.example:7000, redis://127.0.0.1:5",
        "redis://shop.example, redis://127.0.0.1:5",
        "redis://shop.example/3, redis://127.0.0.1:5/3",
        "redis://user:p%40ss@shop.example:7000/3, redis://user:p%40ss@127.0.0.1:5/3",
        "redis://:p@s:s@shop.example:7000, redis://:p@s:s@127.0.0.1:5",
        "redis://[::1]:7000/0?a=b, redis://127.0.0.1:5/0?a=b",
        "rediss://user:secret@shop.example:7000, rediss://user:secret@127.0.0.1:5",
    })
    void onlyHostAndPortAreReplaced(String given, String expected) {
        assertThat(RedisUrl.parse(given).at("127.0.0.1", 5)).hasToString(expected);
    }

    @Test
    void hostAndPortAreRead() {
        RedisUrl url = RedisUrl.parse("redis://user:secret@shop.example:7000/3");

        assertThat(url.host()).isEqualTo("shop.example");
        assertThat(url.port()).isEqualTo(7000);
        assertThat(RedisUrl.parse("redis://shop.example").port()).isEqualTo(6379);
    }

    @Test
    void onlyRedissIsTls() {
        assertThat(RedisUrl.parse("rediss://shop.example").tls()).isTrue();
        assertThat(RedisUrl.parse("redis://shop.example").tls()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"shop.example:7000", "http://shop.example", "redis://?", "redis://user:secret@", "redis://h:x"})
    void anythingElseIsRefusedWithoutShowingIt(String given) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisUrl.parse(given))
                .withMessageContaining("REDIS_URL is not of the form")
                .withMessageNotContaining(given);
    }

    @Test
    void aServerWithTlsIsReachedDirectlyAndNotStopped() throws Exception {
        try (ShopRedis redis = ShopRedis.from("rediss://user:secret@shop.example:7000")) {
            assertThat(redis.url()).isEqualTo("rediss://user:secret@shop.example:7000");
            assertThat(redis.cannotStop())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("TLS"));
            assertThat(redis.description()).doesNotContain("secret");
        }
    }
}
