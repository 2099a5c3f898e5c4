package dev.lockstitch.guice;

import static dev.lockstitch.guice.NamedLimits.ONCE;
import static dev.lockstitch.guice.NamedLimits.coordinator;
import static dev.lockstitch.guice.NamedLimits.decide;
import static dev.lockstitch.guice.NamedLimits.decision;
import static dev.lockstitch.guice.NamedLimits.listener;
import static dev.lockstitch.guice.NamedLimits.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.CreationException;
import com.google.inject.Module;
import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimitOverrideTable;
import dev.lockstitch.RateLimitOverrides;
import dev.lockstitch.RateLimitOverrides.Change;
import dev.lockstitch.redis.testing.CommandCounts;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimitOverridesTest {

    private static RedisProcess redis;

    private final List<RateLimitDecision> told = new CopyOnWriteArrayList<>();
    private final List<Thread> askedOn = new CopyOnWriteArrayList<>();
    private final RateLimitOverrideTable table = new RateLimitOverrideTable();

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void forget() {
        redis.command("FLUSHALL");
    }

    /** The table, the thread it is asked on, and what listeners hear. */
    private Coordinator overridden() {
        return coordinator(redis, binder -> {
            LockstitchModule.rateLimitOverrides(binder).toInstance(this::find);
            LockstitchModule.rateLimitListener(binder).toInstance(listener(told));
        });
    }

    private Optional<Change> find(String name, String key) {
        askedOn.add(Thread.currentThread());
        return table.find(name, key);
    }

    @Test
    void otherNumbersHoldFromTheNextCallOn() throws Exception {
        try (Coordinator coordinator = overridden()) {
            assertThat(decide(coordinator, part("api", "acme", ONCE))
                            .limits()
                            .get(0)
                            .limit())
                    .isEqualTo(ONCE);
            Limit tenant = Limit.of(100, Duration.ofMinutes(1));
            table.put("api", "acme", Change.to(tenant));
            assertThat(decide(coordinator, part("api", "acme", ONCE))
                            .limits()
                            .get(0)
                            .limit())
                    .isEqualTo(tenant);
            assertThat(decide(coordinator, part("api", "other", ONCE))
                            .limits()
                            .get(0)
                            .limit())
                    .isEqualTo(ONCE);
            table.remove("api", "acme");
            assertThat(decide(coordinator, part("api", "acme", ONCE))
                            .limits()
                            .get(0)
                            .limit())
                    .isEqualTo(ONCE);
        }
    }

    @Test
    void overridesAreAskedOnTheCallersThreadAtEachCall() throws Exception {
        table.put("api", Change.off());
        try (Coordinator coordinator = overridden()) {
            decide(coordinator, part("api", "k", ONCE));
            LimitRequest request = LimitRequest.of(part("api", "k", ONCE), part("api", "l", ONCE));
            CompletableFuture<LimitOutcome> later = coordinator.limitAsync(request, Duration.ZERO);
            assertThat(decision(later.join()).granted()).isTrue();
            assertThat(askedOn).hasSize(3).containsOnly(Thread.currentThread());
        }
    }

    @Test
    void allLimitsOffSendNothingAndAreToldAsUnenforced() throws Exception {
        table.put("api", Change.off());
        table.put("sms", "k", Change.off());
        try (Coordinator coordinator = overridden()) {
            assertThat(decide(coordinator, part("warm", "up", ONCE)).enforced()).isTrue();
            long scripts = CommandCounts.scripts(redis);
            assertThat(scripts).isPositive();
            told.clear();
            for (int i = 0; i < 3; i++) {
                RateLimitDecision decision = decide(coordinator, part("api", "k", ONCE), part("sms", "k", ONCE));
                assertThat(decision.granted()).isTrue();
                assertThat(decision.enforced()).isFalse();
                assertThat(decision.limits()).isEmpty();
            }
            assertThat(CommandCounts.scripts(redis)).isEqualTo(scripts);
            assertThat(redis.keys("*sms*")).isEmpty();
            assertThat(told).hasSize(3).noneMatch(RateLimitDecision::enforced);
        }
    }

    @Test
    void oneOfTwoLimitsOffLeavesTheOther() throws Exception {
        table.put("api", Change.off());
        try (Coordinator coordinator = overridden()) {
            RateLimitDecision decision = decide(coordinator, part("api", "k", ONCE), part("sms", "k", ONCE));
            assertThat(decision.limits())
                    .extracting(RateLimitDecision.State::name)
                    .containsExactly("sms");
            assertThat(decide(coordinator, part("api", "k", ONCE), part("sms", "k", ONCE))
                            .granted())
                    .isFalse();
        }
    }

    @Test
    void permitsThatAnOverrideHasToSupplyAreMissedByName() throws Exception {
        try (Coordinator coordinator = overridden()) {
            LimitRequest request = LimitRequest.of(part("quota", "acme", null));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> coordinator.limit(request))
                    .withMessageContainingAll("Limit \"quota\"", "permits = 0", "override", "RateLimitOverrides");
            table.put("quota", Change.shadow());
            assertThatIllegalArgumentException()
                    .as("shadow says no numbers either")
                    .isThrownBy(() -> coordinator.limit(request))
                    .withMessageContaining("permits = 0");
            assertThat(told).isEmpty();
            table.put("quota", Change.to(ONCE));
            assertThat(decision(coordinator.limit(request)).granted()).isTrue();
            assertThat(decision(coordinator.limit(request)).granted()).isFalse();
        }
        try (Coordinator without = coordinator(redis, binder -> {})) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> without.limit(LimitRequest.of(part("quota", "acme", null))))
                    .withMessageContaining("Limit \"quota\"");
        }
    }

    @Test
    void overridesThatFailLeaveTheLimitAsItIs() throws Exception {
        Module shop = binder -> LockstitchModule.rateLimitOverrides(binder).to(FailingOverrides.class);
        try (Logged logs = new Logged();
                Coordinator coordinator = coordinator(redis, shop)) {
            assertThat(decide(coordinator, part("api", "k", ONCE)).granted()).isTrue();
            assertThat(decide(coordinator, part("api", "k", ONCE)).granted()).isFalse();
            assertThat(logs.errors())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line)
                            .contains("limit \"api\"", "IllegalStateException", "FailingOverrides.find")
                            .doesNotContain("the password is away"));
        }
    }

    static final class FailingOverrides implements RateLimitOverrides {
        @Override
        public Optional<Change> find(String name, String key) {
            throw new IllegalStateException("the password is away");
        }
    }

    @Test
    void aLimitInCodeWithoutANameIsNotLookedUp() {
        try (Coordinator coordinator = overridden()) {
            assertThat(coordinator.tryAcquire("k", ONCE, 1).granted()).isTrue();
            assertThat(askedOn).isEmpty();
            assertThat(told).hasSize(1);
        }
    }

    @Test
    void twoSetsOfOverridesAreRefused() {
        Module shop = binder -> {
            LockstitchModule.rateLimitOverrides(binder).toInstance(table);
            LockstitchModule.rateLimitOverrides(binder).to(FailingOverrides.class);
        };
        assertThatThrownBy(() -> coordinator(redis, shop))
                .isInstanceOf(CreationException.class)
                .hasMessageContaining("RateLimitOverrides");
    }
}
