package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.FluentFuture;
import com.google.common.util.concurrent.Futures;
import dev.lockstitch.DistributedLock;
import dev.lockstitch.LockMode;
import dev.lockstitch.OnContention;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.spi.LockRequest;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

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

        @DistributedLock(key = {"a", ""})
        void secondKeyEmpty() {}

        @DistributedLock(key = "k", leaseTime = "1s", minHoldTime = "2s")
        void leaseBelowMinHold() {}

        @DistributedLock(
                key = {"a", "{0}"},
                name = "n",
                mode = LockMode.SHARED,
                fair = true,
                waitTime = "1s",
                leaseTime = "2s",
                minHoldTime = "2s",
                onUnavailable = OnUnavailable.LOCAL)
        void everything(String b) {}

        @DistributedLock(key = "k")
        CompletionStage<String> stage() {
            return new CompletableFuture<>();
        }

        @DistributedLock(key = "k")
        Special special() {
            return new Special();
        }

        @DistributedLock(key = "k")
        Future<String> future() {
            return new CompletableFuture<>();
        }

        @DistributedLock(key = "k")
        FluentFuture<String> fluent() {
            return FluentFuture.from(Futures.immediateFuture(""));
        }

        @DistributedLock(key = "k")
        Publisher<String> publisher() {
            return Flux.empty();
        }

        static final class Special extends CompletableFuture<String> {}
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            noUnit              | Shop.noUnit(String): @DistributedLock(waitTime = "5"): "5" has no unit; write it like 500ms, 2s, 5m, 1h, 1d or PT2S
            shortLease          | Shop.shortLease(): @DistributedLock(leaseTime = "9ms"): not within 10ms to 365d; give it longer than the method may run, or leave it out to have the lock renewed
            longLease           | Shop.longLease(): @DistributedLock(leaseTime = "366d"): "366d" is not within 0s to 365d
            leaseBelowMinHold   | Shop.leaseBelowMinHold(): @DistributedLock(leaseTime = "1s"): shorter than minHoldTime = "2s"; give a longer lease or a shorter minHoldTime, or leave the lease out to have the lock renewed
            secondKeyEmpty      | Shop.secondKeyEmpty(): @DistributedLock(key = ""): the key is empty; write one like key = "order:{orderId}"
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
    @CsvSource({"special,Special", "future,Future", "fluent,FluentFuture", "publisher,Publisher"})
    void aResultThatCannotBeFollowedToItsEndIsRefused(String method, String type) {
        assertThatThrownBy(() -> LockPlanner.plan(FakeCall.method(Shop.class, method)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("Shop." + method + "(): @DistributedLock: a method that returns " + type
                        + " cannot be guarded, because its work goes on after it returned and the guard would not;"
                        + " declare CompletionStage, CompletableFuture, ListenableFuture, Mono or Flux, or guard the"
                        + " method that does the work and returns its result");
    }

    @Test
    void everyAttributeIsInTheRequest() {
        LockPlan plan = LockPlanner.plan(FakeCall.method(Shop.class, "everything"));
        FakeCall call = new FakeCall(new Shop(), () -> "", "b");

        assertThat(plan.request(call, new FakeCoordinator().wiring()))
                .isEqualTo(new LockRequest(
                        "n",
                        List.of("a", "b"),
                        LockMode.SHARED,
                        true,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        OnUnavailable.LOCAL,
                        true));
    }

    @Test
    void keysThatComeOutEqualCountOnce() {
        LockPlan plan = LockPlanner.plan(FakeCall.method(Shop.class, "everything"));
        FakeCall call = new FakeCall(new Shop(), () -> "", "a");

        assertThat(plan.request(call, new FakeCoordinator().wiring()).keys()).containsExactly("a");
    }

    @Test
    void aHoldThatOutlastsTheCallIsNotReentrant() {
        LockPlan plan = LockPlanner.plan(FakeCall.method(Shop.class, "stage"));

        assertThat(plan.prototype().reentrant()).isFalse();
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
        Planned<LockPlan> unsupported = Planned.of(LockPlanner::plan, FakeCall.method(Shop.class, "future"));
        IllegalArgumentException first = thrown(planned);

        assertThat(thrown(planned)).isNotSameAs(first).hasMessage(first.getMessage());
        assertThatThrownBy(unsupported::plan)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("returns Future");
    }

    private static IllegalArgumentException thrown(Planned<LockPlan> planned) {
        try {
            throw new AssertionError("planned: " + planned.plan());
        } catch (IllegalArgumentException e) {
            return e;
        }
    }
}
