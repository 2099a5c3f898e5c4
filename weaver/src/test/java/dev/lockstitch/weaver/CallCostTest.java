package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.InvalidKeyException;
import dev.lockstitch.Limit;
import dev.lockstitch.RateLimited;
import dev.lockstitch.spi.LimitRequest.Part;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallCostTest {

    private final FakeCoordinator coordinator = new FakeCoordinator();

    record Batch(@Nullable Object size) {}

    @SuppressWarnings("unused")
    private static final class Sms {
        @RateLimited(key = "k", permits = 5)
        void single(@Nullable Object value) {}

        @RateLimited(key = "k", permits = 5, cost = "3")
        void three(@Nullable Object value) {}

        @RateLimited(key = "k", permits = 5, cost = "0")
        void none(@Nullable Object value) {}

        @RateLimited(key = "k", permits = 5, cost = "{0}", waitTime = "2s")
        void value(@Nullable Object value) {}

        @RateLimited(key = "k", permits = 5, cost = "{0}00")
        void hundreds(@Nullable Object value) {}

        @RateLimited(key = "k", permits = 5, cost = "{0.size}")
        void path(Batch batch) {}

        @RateLimited(key = "k", permits = 5, cost = "{#tenant}")
        void variable(@Nullable Object value) {}
    }

    private long cost(String method, @Nullable Object argument) throws Throwable {
        LimitPlan plan = new LimitPlanner(new LimitNames()).plan(FakeCall.method(Sms.class, method));
        new LimitAdvice(coordinator.wiring()).run(plan, new FakeCall(new Sms(), () -> null, argument));
        return coordinator
                .limits
                .get(coordinator.limits.size() - 1)
                .limits()
                .get(0)
                .cost();
    }

    @Test
    void aCallTakesOnePermitOrAsManyAsAreWritten() throws Throwable {
        assertThat(cost("single", null)).isEqualTo(1);
        assertThat(cost("three", null)).isEqualTo(3);
        assertThat(cost("none", null)).isZero();
    }

    @Test
    void aTemplateYieldsTheNumberOfTheCall() throws Throwable {
        for (Object value : List.of(7, 7L, "7", (byte) 7, new BigInteger("7"), OptionalLong.of(7))) {
            assertThat(cost("value", value)).isEqualTo(7);
        }
        assertThat(cost("value", 0)).isZero();
        assertThat(cost("value", Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(cost("hundreds", 2)).isEqualTo(200);
        assertThat(cost("path", new Batch(4))).isEqualTo(4);
    }

    @Test
    void costAndWaitGoIntoTheRequest() throws Throwable {
        cost("value", 2);

        assertThat(coordinator.limits.get(0).limits())
                .containsExactly(
                        new Part("Sms.value", "k", Limit.of(5, Duration.ofSeconds(1)), 2, Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "1.5", "1 ", "9223372036854775808", "-9223372036854775809"})
    void whatIsNoWholeNumberIsRefused(String value) {
        assertThatThrownBy(() -> cost("value", value))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("Sms.value(Object): @RateLimited(cost = \"{0}\"): the cost of this call is \""
                        + value.replace(" ", "%20")
                        + "\", which is no whole number from 0 to 9223372036854775807; name a value that is one");
        assertThat(coordinator.events).isEmpty();
    }

    @Test
    void aNegativeCostIsRefused() {
        assertThatThrownBy(() -> cost("value", -3))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("Sms.value(Object): @RateLimited(cost = \"{0}\"): the cost of this call is -3, which is"
                        + " negative; a call takes 0 permits or more, and Coordinator.refund gives some back");
        assertThat(coordinator.events).isEmpty();
    }

    @Test
    void aNullOnTheWayIsRefused() {
        assertThatThrownBy(() -> cost("path", new Batch(null)))
                .isNotInstanceOf(InvalidKeyException.class)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Sms.path(Batch): @RateLimited cost = \"{0.size}\": {0.size}: 0.size is null; the cost of the"
                                + " call is unknown then: give it a value, or name another");
        assertThatThrownBy(() -> cost("variable", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"acme\", which is no whole number");
        assertThat(coordinator.events).isEmpty();
    }
}
