package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "redis://h,                        redis,   h,         6379,  -,   -,     0",
                "redis://h:6380,                   redis,   h,         6380,  -,   -,     0",
                "redis://h:6380/,                  redis,   h,         6380,  -,   -,     0",
                "redis://h/3,                      redis,   h,         6379,  -,   -,     3",
                "rediss://h:1/2,                   rediss,  h,         1,     -,   -,     2",
                "valkey://h,                       valkey,  h,         6379,  -,   -,     0",
                "valkeys://h,                      valkeys, h,         6379,  -,   -,     0",
                "redis://u:p@h,                    redis,   h,         6379,  u,   p,     0",
                "redis://:p@h,                     redis,   h,         6379,  -,   p,     0",
                "redis://p@h,                      redis,   h,         6379,  -,   p,     0",
                "redis://u:@h,                     redis,   h,         6379,  u,   -,     0",
                "redis://u:a@b@h:7,                redis,   h,         7,     u,   a@b,   0",
                "redis://u:a#b/c?d@h:7,            redis,   h,         7,     u,   a#b/c?d, 0",
                "redis://u:a:b@h,                  redis,   h,         6379,  u,   a:b,   0",
                "redis://u%3A1:%40%23%25@h,        redis,   h,         6379,  u:1, @#%,   0",
                "redis://u:100%+%zz@h,             redis,   h,         6379,  u,   100%+%zz, 0",
                "redis://u:%C3%A4ö@h,              redis,   h,         6379,  u,   äö,    0",
                "redis://[::1]:7000/1,             redis,   [::1],     7000,  -,   -,     1",
                "rediss://u:p@[2001:db8::7],       rediss,  [2001:db8::7], 6379, u, p,    0",
                "'  redis://h  ',                  redis,   h,         6379,  -,   -,     0",
            })
    void aUrlIsRead(String url, String scheme, String host, int port, String username, String password, int database) {
        assertThat(RedisAddress.parse(url))
                .isEqualTo(new RedisAddress(scheme, host, port, username, password, database));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://u:geheim@h",
                "redis:/u:geheim@h",
                "u:geheim@h:6379",
                "redis://u:geheim@",
                "redis://u:geheim@h:",
                "redis://u:geheim@h:x",
                "redis://u:geheim@h:0",
                "redis://u:geheim@h:65536",
                "redis://u:geheim@h:123456",
                "redis://u:geheim@h/x",
                "redis://u:geheim@h/0?timeout=1s",
                "redis://u:geheim@h?ssl=true",
                "redis://u:geheim@::1",
                "redis://u:geheim@a b",
                "redis://u:geheim\n@h",
                "redis://h:6379/geheim",
                "geheim",
                "",
            })
    void aWrongUrlIsRefusedAndNotRepeated(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisAddress.parse(url))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("Redis")
                        .doesNotContain("geheim")
                        .doesNotContain("u:"))
                .withNoCause();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisAddress.fromEnvironment(Map.of("REDIS_URL", url.isEmpty() ? "x" : url)))
                .withMessageContaining("REDIS_URL")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("geheim"));
    }

    @Test
    void theTextShowsNeitherUserNorPassword() {
        RedisAddress address = RedisAddress.parse("rediss://anna:geheim@h:6380/4");
        assertThat(address).hasToString("rediss://h:6380/4");
        assertThat(address.url()).isEqualTo("rediss://h:6380");
    }

    @Test
    void anEmptyEnvironmentMeansTheLocalServer() {
        RedisAddress local = new RedisAddress("redis", "localhost", 6379, null, null, 0);
        assertThat(RedisAddress.fromEnvironment(Map.of())).isEqualTo(local);
        assertThat(RedisAddress.fromEnvironment(Map.of(
                        "REDIS_URL", " ",
                        "REDIS_HOST", "",
                        "REDIS_PORT", " ",
                        "REDIS_USERNAME", "",
                        "REDIS_PASSWORD", "")))
                .isEqualTo(local);
    }

    @Test
    void theSingleVariablesAreReadAsTheyAre() {
        assertThat(RedisAddress.fromEnvironment(Map.of(
                        "REDIS_HOST", " cache.internal ",
                        "REDIS_PORT", " 6380 ",
                        "REDIS_USERNAME", "u",
                        "REDIS_PASSWORD", "a%40b@:#")))
                .isEqualTo(new RedisAddress("redis", "cache.internal", 6380, "u", "a%40b@:#", 0));
    }

    @Test
    void theUrlPrevails() {
        assertThat(RedisAddress.fromEnvironment(
                        Map.of("REDIS_URL", "redis://a", "REDIS_HOST", "b", "REDIS_PORT", "rubbish")))
                .hasToString("redis://a:6379");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "0", "65536", "123456", "6379/0", "tcp://10.0.0.7:6379"})
    void aWrongPortIsRefusedByItsVariable(String port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisAddress.fromEnvironment(Map.of("REDIS_PORT", port)))
                .withMessageContaining("REDIS_PORT")
                .withMessageContaining("1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://u:geheim@h:6379", "u:geheim@h", "h:6380", "a/b", "a b"})
    void aWrongHostIsRefusedByItsVariableAndNotRepeated(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisAddress.fromEnvironment(Map.of("REDIS_HOST", host)))
                .withMessageContaining("REDIS_HOST")
                .withMessageContaining("REDIS_URL")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("geheim"));
    }

    @Test
    void anIpV6HostNeedsNoBracketsInItsVariable() {
        assertThat(RedisAddress.fromEnvironment(Map.of("REDIS_HOST", "2001:db8::7")))
                .hasToString("redis://[2001:db8::7]:6379");
        assertThat(RedisAddress.fromEnvironment(Map.of("REDIS_HOST", "[::1]"))).hasToString("redis://[::1]:6379");
    }
}
