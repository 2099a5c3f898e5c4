package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimitListener;
import dev.lockstitch.RateLimitOverrides.Change;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.LimitTerms;
import dev.lockstitch.redis.testing.CommandCounts;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits that are changed while the application runs. */
final class OverridesTest {

    private static final RedisProcess REDIS = RedisProcess.start();
    private static final Limit EIGHT_AN_HOUR = Limit.of(8, Duration.ofHours(1));
    private static final Limit FOUR_A_DAY = Limit.of(4, Duration.ofDays(1));

    private final Map<String, Change> changes = new ConcurrentHashMap<>();
    private final List<RateLimitDecision> told = new CopyOnWriteArrayList<>();
    private Node one;
    private Node two;

    @AfterAll
    static void stopRedis() {
        REDIS.close();
    }

    @BeforeEach
    void start() {
        REDIS.command("FLUSHALL");
        one = node();
        two = node();
        take(one, "warm", EIGHT_AN_HOUR, 0);
        take(two, "warm", EIGHT_AN_HOUR, 0);
        told.clear();
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private Node node() {
        RateLimitListener listener = new RateLimitListener() {
            @Override
            public void onDecision(RateLimitDecision decision) {
                told.add(decision);
            }
        };
        LimitTerms terms = new LimitTerms(List.of(listener), (name, key) -> Optional.ofNullable(change(name, key)));
        return Node.on(REDIS.url(), CoordinatorSettings.DEFAULTS, terms);
    }

    private @Nullable Change change(String name, String key) {
        Change own = changes.get(name + key);
        return own == null ? changes.get(name) : own;
    }

    @Test
    void threeQuartersSpentBeforeAreThreeQuartersSpentAfterOnEveryNode() {
        take(one, "k", EIGHT_AN_HOUR, 6);
        changes.put("name", Change.to(FOUR_A_DAY));
        assertThat(take(two, "k", EIGHT_AN_HOUR, 0).binding().remaining()).isEqualTo(1);
        assertThat(take(two, "k", EIGHT_AN_HOUR, 0).binding().limit()).isEqualTo(FOUR_A_DAY);
        assertThat(take(one, "k", EIGHT_AN_HOUR, 0).binding().resetAfter())
                .isBetween(Duration.ofHours(17), Duration.ofHours(18));
        changes.clear();
        assertThat(take(one, "k", EIGHT_AN_HOUR, 0).binding().remaining()).isEqualTo(2);
        assertThat(take(two, "k", EIGHT_AN_HOUR, 2).granted()).isTrue();
        assertThat(take(one, "k", EIGHT_AN_HOUR, 1).granted()).isFalse();
    }

    @Test
    void aChangeFromOneOverrideToAnotherKeepsTheShareToo() {
        changes.put("name", Change.to(FOUR_A_DAY));
        take(one, "k", null, 2);
        changes.put("name", Change.to(Limit.of(100, Duration.ofSeconds(100))));
        assertThat(take(two, "k", null, 0).binding().remaining()).isBetween(50L, 80L);
    }

    @Test
    void oneTenantHasAQuotaOfItsOwn() {
        changes.put("namevip", Change.to(Limit.of(1000, Duration.ofHours(1))));
        assertThat(take(one, "vip", EIGHT_AN_HOUR, 500).granted()).isTrue();
        assertThat(take(one, "other", EIGHT_AN_HOUR, 9).granted()).isFalse();
    }

    @Test
    void aLimitWithoutNumbersNeedsAnOverrideAndTheErrorSaysSo() {
        assertThatThrownBy(() -> take(one, "k", null, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"name\"")
                .hasMessageContaining("permits = 0");
    }

    @Test
    void inShadowACallIsDecidedAndCountedButNeverRejected() {
        changes.put("name", Change.shadow(Limit.of(1, Duration.ofHours(1))));
        assertThat(take(one, "k", EIGHT_AN_HOUR, 1).limits().get(0).retryAfter())
                .isZero();
        RateLimitDecision over = take(two, "k", EIGHT_AN_HOUR, 1);
        assertThat(over.granted()).isTrue();
        assertThat(over.enforced()).isFalse();
        assertThat(over.limits().get(0).shadow()).isTrue();
        assertThat(over.limits().get(0).retryAfter()).isPositive();
        assertThat(told).hasSize(2).last().isSameAs(over);
    }

    @Test
    void inShadowNoCallWaitsForItsPermits() {
        changes.put("name", Change.shadow(Limit.of(1, Duration.ofHours(1))));
        LimitRequest patient =
                LimitRequest.of(new LimitRequest.Part("name", "k", EIGHT_AN_HOUR, 1, Duration.ofDays(1)));
        for (int i = 1; i <= 3; i++) {
            RateLimitDecision decision = one.coordinator()
                    .tryAcquireAsync(patient)
                    .orTimeout(5, TimeUnit.SECONDS)
                    .join();
            assertThat(decision.waited()).isZero();
            assertThat(decision.limits().get(0).retryAfter())
                    .as("it would have waited, and not been rejected")
                    .isZero();
            assertThat(decision.limits().get(0).resetAfter())
                    .as("the line that it would have stood in")
                    .isGreaterThan(Duration.ofHours(i).minusMinutes(1));
        }
    }

    @Test
    void besideALimitInShadowTheOtherStillRejects() {
        changes.put("name", Change.shadow());
        LimitRequest both = LimitRequest.of(
                new LimitRequest.Part("name", "k", Limit.of(1, Duration.ofHours(1)), 1, Duration.ZERO),
                new LimitRequest.Part("other", "k", Limit.of(2, Duration.ofHours(1)), 1, Duration.ZERO));
        assertThat(one.coordinator().tryAcquire(both).granted()).isTrue();
        RateLimitDecision second = one.coordinator().tryAcquire(both);
        assertThat(second.granted()).isTrue();
        assertThat(second.enforced()).isTrue();
        RateLimitDecision third = one.coordinator().tryAcquire(both);
        assertThat(third.granted()).isFalse();
        assertThat(third.binding().name()).isEqualTo("other");
    }

    @Test
    void switchedOffNothingIsSentAndEverythingGranted() {
        changes.put("name", Change.off());
        long before = CommandCounts.scripts(REDIS);
        for (int i = 0; i < 50; i++) {
            assertThat(take(one, "k", EIGHT_AN_HOUR, 8).granted()).isTrue();
        }
        // The connection asks for signs of life once a second.
        assertThat(CommandCounts.scripts(REDIS) - before).isLessThan(20);
        assertThat(told).hasSize(50).allMatch(decision -> !decision.enforced());
    }

    private static RateLimitDecision take(Node node, String key, @Nullable Limit limit, long cost) {
        return node.coordinator()
                .tryAcquire(LimitRequest.of(new LimitRequest.Part("name", key, limit, cost, Duration.ZERO)));
    }
}
