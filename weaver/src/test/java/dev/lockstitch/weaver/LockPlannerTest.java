package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.LockMode;
import dev.lockstitch.OnContention;
import dev.lockstitch.OnUnavailable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockPlannerTest {

    @Retention(RetentionPolicy.RUNTIME)
    @DistributedLock(key = "k", waitTime = "soon")
    @interface Hasty {}

    @SuppressWarnings("unused")
    private static final class Shop {
        @DistributedLock(key = "k", waitTime = "5")
        void noUnit(String order) {}

        @DistributedLock(key = "k", leaseTime = "9ms")
        void shortLease() {}

        @DistributedLock(key = "k", leaseTime = "366d")
        void longLease() {}

        @DistributedLock(key = "order:{ordr}")
        void noSuchParameter(String order) {}

        @DistributedLock(key = {})
        void noKey() {}

        @DistributedLock(key = "")
        void emptyKey() {}

        @DistributedLock(key = "k", onContention = OnContention.SKIP)
        int skipPrimitive() {
            return 1;
        }

        @DistributedLock(key = "k", onUnavailable = OnUnavailable.SKIP)
        boolean skipOutagePrimitive() {
            return true;
        }

        @Hasty
        void composed() {}

        @Hasty
        @DistributedLock(key = "k")
        void two() {}

        @DistributedLock(key = {"a", "b"})
        void severalKeys() {}

        @DistributedLock(key = "k", mode = LockMode.SHARED)
        void shared() {}

        @DistributedLock(key = "k", fair = true)
        void fair() {}

        @DistributedLock(key = "k", minHoldTime = "1s")
        void minHold() {}

        @DistributedLock(key = "k", onUnavailable = OnUnavailable.LOCAL)
        void local() {}

        @DistributedLock(key = "k")
        CompletionStage<String> stage() {
            return new CompletableFuture<>();
        }

        @DistributedLock(key = "k")
        CompletableFuture<String> future() {
            return new CompletableFuture<>();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            noUnit              | Shop.noUnit(String): @DistributedLock(waitTime = "5"): "5" has no unit; write it like 500ms, 2s, 5m, 1h, 1d or PT2S
            shortLease          | Shop.shortLease(): @DistributedLock(leaseTime = "9ms"): not within 10ms to 365d; give it longer than the method may run, or leave it out to have the lock renewed
            longLease           | Shop.longLease(): @DistributedLock(leaseTime = "366d"): "366d" is not within 0s to 365d
            noKey               | Shop.noKey(): @DistributedLock(key = {}): there is no key; write one like key = "order:{orderId}"
            emptyKey            | Shop.emptyKey(): @DistributedLock(key = ""): the key is empty; write one like key = "order:{orderId}"
            skipPrimitive       | Shop.skipPrimitive(): @DistributedLock(onContention = SKIP): the method returns the primitive int, which cannot be nothing; return an object or an Optional, or use another reaction
            skipOutagePrimitive | Shop.skipOutagePrimitive(): @DistributedLock(onUnavailable = SKIP): the method returns the primitive boolean, which cannot be nothing; return an object or an Optional, or use another reaction
            composed            | Shop.composed(): @DistributedLock(waitTime = "soon") on @Hasty: "soon" is not a duration; write it like 500ms, 2s, 5m, 1h, 1d or PT2S
            two                 | Shop.two(): @DistributedLock on @Hasty and @DistributedLock: a method has one lock; keep one
            """)
    void aWrongValueIsRefused(String method, String message) {
        assertThatThrownBy(() -> LockPlanner.plan(FakeCall.method(Shop.class, method)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            severalKeys | Shop.severalKeys(): @DistributedLock(key = {"a", "b"}): not supported in this version; give one key
            shared      | Shop.shared(): @DistributedLock(mode = SHARED): not supported in this version; leave it out for an exclusive lock
            fair        | Shop.fair(): @DistributedLock(fair = true): not supported in this version; leave it out
            minHold     | Shop.minHold(): @DistributedLock(minHoldTime = "1s"): not supported in this version; leave it out
            local       | Shop.local(): @DistributedLock(onUnavailable = LOCAL): not supported in this version; use PROCEED, SKIP or FAIL
            stage       | Shop.stage(): @DistributedLock: a method that returns CompletionStage is not supported in this version, because its work goes on after it returned; guard the method that does the work and returns its result
            future      | Shop.future(): @DistributedLock: a method that returns CompletableFuture is not supported in this version, because its work goes on after it returned; guard the method that does the work and returns its result
            """)
    void whatIsNotSupportedYetIsRefused(String method, String message) {
        assertThatThrownBy(() -> LockPlanner.plan(FakeCall.method(Shop.class, method)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(message);
    }

    @Test
    void aKeyThatDoesNotFitTheMethodIsRefusedWithMethodAndAttribute() {
        assertThatThrownBy(() -> LockPlanner.plan(FakeCall.method(Shop.class, "noSuchParameter")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Shop.noSuchParameter(String): @DistributedLock key = \"order:{ordr}\": {ordr}: ");
    }

    @Test
    void aRefusedMethodIsRefusedAtEachCallWithAFreshException() {
        Planned<LockPlan> planned = Planned.of(LockPlanner::plan, FakeCall.method(Shop.class, "noUnit"));
        Planned<LockPlan> unsupported = Planned.of(LockPlanner::plan, FakeCall.method(Shop.class, "fair"));
        IllegalArgumentException first = thrown(planned);

        assertThat(thrown(planned)).isNotSameAs(first).hasMessage(first.getMessage());
        assertThatThrownBy(unsupported::plan)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("fair = true");
    }

    private static IllegalArgumentException thrown(Planned<LockPlan> planned) {
        try {
            throw new AssertionError("planned: " + planned.plan());
        } catch (IllegalArgumentException e) {
            return e;
        }
    }
}
