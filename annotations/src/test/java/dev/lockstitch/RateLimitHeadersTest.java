package dev.lockstitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.lockstitch.MadeDecision.Made;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RateLimitHeadersTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Limit HUNDRED_A_MINUTE = Limit.of(100, MINUTE);
    private static final Made HALF_LEFT = Made.of("burst", HUNDRED_A_MINUTE, 50, Duration.ofSeconds(30));
    private static final Made DAILY =
            Made.of("daily", Limit.of(1000, Duration.ofDays(1)), 998, Duration.ofMillis(172_801));

    /** A list of strings with parameters that are integers, by the grammar of RFC 9651. */
    private static final Pattern STRUCTURED;

    static {
        String string = "\"([ !#-\\[\\]-~]|\\\\[\"\\\\])*\"";
        String parameters = "(;[a-z][a-z0-9_.*-]*=[0-9]{1,15})*";
        STRUCTURED = Pattern.compile(string + parameters + "(, " + string + parameters + ")*");
    }

    @Test
    void aLimitIsToldAsTheDraftHasIt() {
        assertThat(RateLimitHeaders.of(MadeDecision.grant(HALF_LEFT)))
                .containsExactly(
                        entry("RateLimit-Policy", "\"burst\";q=100;w=60"), entry("RateLimit", "\"burst\";r=50;t=30"));
    }

    @Test
    void severalLimitsAreAListInTheirOrder() {
        MadeDecision decision = MadeDecision.grant(DAILY, HALF_LEFT);
        assertThat(RateLimitHeaders.policy(decision)).contains("\"daily\";q=1000;w=86400, \"burst\";q=100;w=60");
        assertThat(RateLimitHeaders.rateLimit(decision)).contains("\"daily\";r=998;t=173, \"burst\";r=50;t=30");
    }

    @Test
    void aRejectionTellsWhenToComeAgainAfterTheOthers() {
        Made spent = Made.of("sms", Limit.of(5, Duration.ofHours(1)), 0, Duration.ofSeconds(3564));
        Map<String, String> headers = RateLimitHeaders.of(MadeDecision.rejection(Duration.ofSeconds(684), spent));
        assertThat(headers)
                .containsExactly(
                        entry("RateLimit-Policy", "\"sms\";q=5;w=3600"),
                        entry("RateLimit", "\"sms\";r=0;t=684"),
                        entry("Retry-After", "684"));
        assertThat(headers).isUnmodifiable();
    }

    @Test
    void noWindowOfARejectionEndsAfterItsRetry() {
        MadeDecision decision = MadeDecision.rejection(Duration.ofMillis(30_001), DAILY, HALF_LEFT);
        assertThat(RateLimitHeaders.rateLimit(decision)).contains("\"daily\";r=998;t=31, \"burst\";r=50;t=30");
    }

    @Test
    void secondsAreRoundedUp() {
        assertThat(retryAfter(Duration.ZERO)).isEqualTo("0");
        assertThat(retryAfter(Duration.ofNanos(1))).isEqualTo("1");
        assertThat(retryAfter(Duration.ofNanos(999_999_999))).isEqualTo("1");
        assertThat(retryAfter(Duration.ofSeconds(1))).isEqualTo("1");
        assertThat(retryAfter(Duration.ofSeconds(1).plusNanos(1000))).isEqualTo("2");
        assertThat(window(Duration.ZERO)).endsWith(";t=0");
        assertThat(window(Duration.ofNanos(1000))).endsWith(";t=1");
        assertThat(window(MINUTE)).endsWith(";t=60");
        assertThat(window(MINUTE.plusNanos(1000))).endsWith(";t=61");
    }

    private static String retryAfter(Duration duration) {
        return RateLimitHeaders.retryAfter(MadeDecision.rejection(duration, HALF_LEFT))
                .orElseThrow();
    }

    private static String window(Duration resetAfter) {
        return RateLimitHeaders.rateLimit(MadeDecision.grant(Made.of("w", HUNDRED_A_MINUTE, 1, resetAfter)))
                .orElseThrow();
    }

    @Test
    void aPeriodThatIsNotInWholeSecondsHasNoWindow() {
        assertThat(policy(Limit.of(10, Duration.ofMillis(100)))).isEqualTo("\"p\";q=10");
        assertThat(policy(Limit.of(10, Duration.ofMillis(1500)))).isEqualTo("\"p\";q=10");
        assertThat(policy(Limit.of(10, Duration.ofSeconds(1)))).isEqualTo("\"p\";q=10;w=1");
    }

    @Test
    void aBurstOfItsOwnIsToldAsAComment() {
        assertThat(policy(new Limit(5, MINUTE, 2))).isEqualTo("\"p\";q=5;w=60;lockstitch-burst=2");
        assertThat(policy(new Limit(5, MINUTE, 50))).isEqualTo("\"p\";q=5;w=60;lockstitch-burst=50");
    }

    private static String policy(Limit limit) {
        return RateLimitHeaders.policy(MadeDecision.grant(Made.of("p", limit, 1, MINUTE)))
                .orElseThrow();
    }

    @Test
    void whatWillNeverBeGrantedIsNotToBeTriedAgain() {
        MadeDecision decision = MadeDecision.rejection(RateLimitDecision.NEVER, HALF_LEFT);
        assertThat(RateLimitHeaders.retryAfter(decision)).isEmpty();
        assertThat(RateLimitHeaders.of(decision))
                .containsOnlyKeys("RateLimit-Policy", "RateLimit")
                .containsEntry("RateLimit", "\"burst\";r=50;t=30");
    }

    @Test
    void limitsInShadowAreLeftOut() {
        assertThat(RateLimitHeaders.of(MadeDecision.grant(DAILY.inShadow(), HALF_LEFT)))
                .containsExactly(
                        entry("RateLimit-Policy", "\"burst\";q=100;w=60"), entry("RateLimit", "\"burst\";r=50;t=30"));
        assertThat(RateLimitHeaders.of(MadeDecision.grant(HALF_LEFT.inShadow())))
                .isEmpty();
    }

    @Test
    void aDecisionThatWasNotMadeHasNoHeaders() {
        MadeDecision unenforced = MadeDecision.grant();
        assertThat(RateLimitHeaders.of(unenforced)).isEmpty();
        assertThat(RateLimitHeaders.policy(unenforced)).isEmpty();
        assertThat(RateLimitHeaders.rateLimit(unenforced)).isEmpty();
        assertThat(RateLimitHeaders.retryAfter(unenforced)).isEmpty();
    }

    @Test
    void quotesAndBackslashesInANameAreEscaped() {
        assertThat(named("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\";q=100;w=60");
        assertThat(named("x\";q=0;w=1, \"y")).isEqualTo("\"x\\\";q=0;w=1, \\\"y\";q=100;w=60");
    }

    @Test
    void whatIsNoPrintableAsciiInANameIsReplacedCharacterByCharacter() {
        assertThat(named("a\r\nSet-Cookie: b")).isEqualTo("\"a??Set-Cookie: b\";q=100;w=60");
        assertThat(named("Größe \uD83D\uDE00\u007F\u0000\u0085")).isEqualTo("\"Gr??e ????\";q=100;w=60");
        assertThat(named("\uD83D")).as("half a pair").isEqualTo("\"?\";q=100;w=60");
        assertThat(named(" ~")).isEqualTo("\" ~\";q=100;w=60");
    }

    @Test
    void aLimitWithoutANameIsTheDefaultAndItsKeyIsNeverShown() {
        MadeDecision decision =
                MadeDecision.rejection(MINUTE, new Made("", "anna@example.com", HUNDRED_A_MINUTE, 0, MINUTE, false));
        assertThat(RateLimitHeaders.of(decision))
                .containsEntry("RateLimit-Policy", "\"default\";q=100;w=60")
                .containsEntry("RateLimit", "\"default\";r=0;t=60");
        assertThat(RateLimitHeaders.of(decision).values()).noneMatch(value -> value.contains("anna"));
    }

    @Test
    void aPolicyThatHoldsForTwoKeysIsToldOnce() {
        Made other = Made.of("burst", HUNDRED_A_MINUTE, 0, MINUTE);
        MadeDecision decision = MadeDecision.grant(HALF_LEFT, other);
        assertThat(RateLimitHeaders.policy(decision)).contains("\"burst\";q=100;w=60");
        assertThat(RateLimitHeaders.rateLimit(decision)).contains("\"burst\";r=50;t=30, \"burst\";r=0;t=60");
    }

    @Test
    void theLargestNumbersFitAStructuredInteger() {
        Limit largest = new Limit(1_000_000_000, Duration.ofSeconds(1000), 1_000_000_000);
        MadeDecision decision = MadeDecision.rejection(
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                Made.of("large", largest, 1_000_000_000, Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)));
        assertThat(RateLimitHeaders.rateLimit(decision)).contains("\"large\";r=1000000000;t=999999999999999");
        assertThat(RateLimitHeaders.retryAfter(decision)).contains("999999999999999");
        assertThat(RateLimitHeaders.policy(decision))
                .hasValueSatisfying(value -> assertThat(value).matches(STRUCTURED));
    }

    @Test
    void noNameCanLeaveItsPlace() {
        Random random = new Random(42);
        for (int i = 0; i < 5000; i++) {
            String name = random.ints(random.nextInt(12), 0, 0x180)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(named(name)).matches(STRUCTURED).endsWith("\";q=100;w=60");
        }
    }

    private static String named(String name) {
        return RateLimitHeaders.policy(MadeDecision.grant(Made.of(name, HUNDRED_A_MINUTE, 1, MINUTE)))
                .orElseThrow();
    }
}
