package dev.lockstitch.redis.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LockRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that nobody would choose, all the way to a real Redis and back. */
class HostileKeysTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Limit ONE_A_DAY = Limit.of(1, Duration.ofDays(1));
    private static final String MEGABYTE = "k".repeat(1 << 20);

    /** No two of them are one key, though much is done to make them look like it. */
    private static final List<String> KEYS = List.of(
            "{",
            "}",
            "{}",
            "}{",
            "{{",
            "}}",
            "a{b",
            "a}b",
            "{a}b",
            "a{b}c",
            "a{b}{c}",
            "\\<",
            "\\>",
            "\\<\\>",
            "\\\\",
            "\\",
            ":",
            "::",
            "a:b",
            "a::b",
            ":a",
            "lock:{a}",
            "lockstitch:lock:{a}",
            "lockstitch:queue:{a}",
            "\n",
            "\r\n",
            "a\nb",
            "a\\nb",
            "\t",
            " ",
            "  ",
            "a b",
            "\u00a0",
            "\u200b",
            "\u202e",
            "\0",
            "a\0",
            "a",
            "a\0b",
            "\u0001",
            "\u007f",
            "\u0085",
            "\u2028",
            "\uFEFFa",
            "\uFFFF",
            "😀",
            "👩‍👩‍👧",
            "e\u0301",
            "é",
            "\u212b",
            "\u00c5",
            "ſ",
            "s",
            "İ",
            "i",
            "\ud83d",
            "\ude00",
            "\ude00\ud83d",
            "\ud83d\ud83d\ude00",
            "\\ud83d",
            "\\ude00",
            "a\ud83d",
            "\ud83da",
            "?",
            "??",
            "%",
            "%%",
            "%00",
            "%0",
            "%25",
            "%u0000",
            "null",
            "NULL",
            "nil",
            "0",
            "-1",
            "1.0",
            "1.00",
            "true",
            "' OR 1=1 --",
            "*",
            "?*",
            "[a-z]",
            "$(reboot)",
            "EVAL",
            "\r\nFLUSHALL\r\n",
            "\"",
            "\\\"",
            "'",
            "k".repeat(200),
            "k".repeat(201),
            "k".repeat(202),
            "{".repeat(100),
            "{".repeat(101),
            "\ud83d".repeat(34),
            "k".repeat(39) + "\\" + "x".repeat(200),
            MEGABYTE,
            MEGABYTE + "l",
            "l" + MEGABYTE,
            "😀".repeat(1 << 18));

    private static RedisProcess redis;
    private static Node node;
    private static Node other;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
        node = Calm.node(redis);
        other = Calm.node(redis);
    }

    @AfterAll
    static void stop() {
        other.close();
        node.close();
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.command("FLUSHALL");
    }

    @Test
    void everyOneOfThemLocksExcludesOthersAndUnlocks() {
        for (String key : KEYS) {
            try (HeldLock held = node.coordinator().tryLock(key, AT_ONCE).orElseThrow()) {
                assertThat(held.isHeld()).as(shown(key)).isTrue();
                assertThat(held.key()).isEqualTo(key);
                assertThat(other.coordinator().tryLock(key, AT_ONCE))
                        .as(shown(key))
                        .isEmpty();
                assertThat(held.extend(Duration.ofMinutes(1))).as(shown(key)).isTrue();
            }
            assertThat(redis.keys("lockstitch:lock:*")).as(shown(key)).isEmpty();
        }
    }

    @Test
    void noneOfThemExcludesAnother() {
        List<HeldLock> held = new ArrayList<>();
        for (String key : KEYS) {
            held.add(node.coordinator().tryLock(key, AT_ONCE).orElseThrow(() -> new AssertionError(shown(key))));
        }
        assertThat(redis.keys("lockstitch:lock:*")).hasSize(KEYS.size());
        held.forEach(HeldLock::close);
        assertThat(redis.keys("lockstitch:lock:*")).isEmpty();
    }

    @Test
    void allOfThemAreTakenTogetherAndSharedAndInOrder() {
        LockRequest all = LockRequest.of("first").keys(KEYS).waitTime(AT_ONCE);
        for (LockRequest request : List.of(all, all.shared(), all.fair(true))) {
            try (HeldLock held = node.coordinator().tryLock(request).orElseThrow()) {
                assertThat(held.isHeld()).isTrue();
                for (String key : KEYS) {
                    assertThat(other.coordinator().tryLock(key, AT_ONCE))
                            .as(shown(key))
                            .isEmpty();
                }
            }
            assertThat(redis.keys("lockstitch:lock:*")).isEmpty();
        }
    }

    @Test
    void aLockGivenBackElsewhereIsFoundUnderEveryOneOfThem() {
        try (Logged quiet = new Logged()) {
            for (String key : KEYS) {
                HeldLock held = node.coordinator().tryLock(key, AT_ONCE).orElseThrow();
                assertThat(other.coordinator().release(key, held.token()))
                        .as(shown(key))
                        .isTrue();
                held.close();
                assertThat(redis.keys("lockstitch:lock:*")).as(shown(key)).isEmpty();
            }
            assertThat(quiet.all()).allMatch(line -> line.length() < 1000 && line.indexOf('\n') < 0);
        }
    }

    @Test
    void everyOneOfThemIsLimitedByItself() {
        for (String key : KEYS) {
            assertThat(node.coordinator().tryAcquire(key, ONE_A_DAY, 1).granted())
                    .as(shown(key))
                    .isTrue();
        }
        for (String key : KEYS) {
            RateLimitDecision second = other.coordinator().tryAcquire(key, ONE_A_DAY, 1);
            assertThat(second.granted()).as(shown(key)).isFalse();
            assertThat(second.binding().key()).isEqualTo(key);
        }
        assertThat(redis.keys("lockstitch:limit:*")).hasSize(KEYS.size());
    }

    /** "a:b" and "c" is not "a" and "b:c". */
    @Test
    void noTwoSplitsIntoNameAndKeyAreOneLimit() {
        Set<List<String>> asked = new HashSet<>();
        List<String> parts =
                List.of("a", "b", ":", "{", "}", "}:", ":{", "\\", "\\<", "a:b", "a}:b", "c", "\ud83d", "\\ud83d");
        for (String name : parts) {
            for (String key : parts) {
                asked.add(List.of(name, key));
                assertThat(takes(name, key))
                        .as("%s and %s", shown(name), shown(key))
                        .isTrue();
            }
        }
        asked.forEach(pair ->
                assertThat(takes(pair.get(0), pair.get(1))).as(pair.toString()).isFalse());
        assertThat(redis.keys("lockstitch:limit:*")).hasSize(asked.size());
    }

    @Test
    void limitsWithoutANameMeetNoneWithOne() {
        assertThat(takes("", "a")).isTrue();
        assertThat(takes("a", "a")).isTrue();
        assertThat(takes("", "a:a")).isTrue();
        assertThat(takes("", "a}:a")).isTrue();
        assertThat(takes("", "a")).isFalse();
    }

    /** Nor a lock and a limit of the same key, nor two prefixes of which one begins with the other. */
    @Test
    void prefixesAndKindsAreWorldsOfTheirOwn() {
        try (Node shop = Calm.node(redis, "shop");
                Node shopLock = Calm.node(redis, "shop:lock");
                HeldLock inOne = shop.coordinator().tryLock("k", AT_ONCE).orElseThrow();
                HeldLock inOther = shopLock.coordinator().tryLock("k", AT_ONCE).orElseThrow();
                HeldLock inOurs = node.coordinator().tryLock("k", AT_ONCE).orElseThrow()) {
            assertThat(List.of(inOne, inOther, inOurs)).allMatch(HeldLock::isHeld);
            assertThat(shop.coordinator().tryAcquire("k", ONE_A_DAY, 1).granted())
                    .isTrue();
            assertThat(shopLock.coordinator().tryAcquire("k", ONE_A_DAY, 1).granted())
                    .isTrue();
            assertThat(takes("", "k")).isTrue();
        }
    }

    /** What stands in Redis: bounded, one hash tag, braces in balance, and the same bytes there and back. */
    @Test
    void everyNameInRedisIsShortAndHasOneTag() {
        for (String key : KEYS) {
            node.coordinator()
                    .tryLock(LockRequest.of(key).fair(true).waitTime(AT_ONCE))
                    .ifPresent(HeldLock::close);
            takes(key, key);
        }
        List<String> names = redis.keys("*");
        assertThat(names).hasSizeGreaterThan(KEYS.size());
        for (String name : names) {
            assertThat(name).startsWith("lockstitch:");
            assertThat(name.chars().filter(c -> c == '{').count())
                    .as(shown(name))
                    .isEqualTo(1);
            assertThat(name.chars().filter(c -> c == '}').count())
                    .as(shown(name))
                    .isEqualTo(1);
            assertThat(name.indexOf('}')).as(shown(name)).isGreaterThan(name.indexOf('{') + 1);
            assertThat(name.getBytes(StandardCharsets.UTF_8)).as(shown(name)).hasSizeLessThan(2000);
        }
    }

    /** A limit's name is as long as somebody chose to make it: it must not become the name of a key as it is. */
    @Test
    void aLongNameOfALimitIsHashedAsALongKeyIs() {
        KeyNames names = new KeyNames("p");
        assertThat(names.of("limit", "k", MEGABYTE))
                .hasSizeLessThan(400)
                .isNotEqualTo(names.of("limit", "k", MEGABYTE + "l"));
        assertThat(takes(MEGABYTE, "k")).isTrue();
        assertThat(takes(MEGABYTE + "l", "k")).isTrue();
        assertThat(takes(MEGABYTE, "k")).isFalse();
    }

    private static boolean takes(String name, String key) {
        LimitRequest request = LimitRequest.of(new LimitRequest.Part(name, key, ONE_A_DAY, 1, Duration.ZERO));
        return node.coordinator().tryAcquire(request).granted();
    }

    private static String shown(String key) {
        return dev.lockstitch.spi.KeyText.shown(key);
    }
}
