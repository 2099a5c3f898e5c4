package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.DistributedLock;
import dev.lockstitch.LockNotAcquiredException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FallbackTest {

    private final CoordinationException contended = new LockNotAcquiredException("busy", "k", Duration.ZERO);
    private final CoordinationException outage = new CoordinationUnavailableException("down", null);

    @SuppressWarnings("unused")
    private static class Shop {
        private final String name = "shop";

        @DistributedLock(key = "k", fallback = "plain")
        String pay(String order, int amount) {
            return "";
        }

        private String plain(String order, int amount) {
            return name + " " + order + " " + amount;
        }

        @DistributedLock(key = "k", fallback = "busy")
        String onlyContention(String order) {
            return "";
        }

        private String busy(String order, LockNotAcquiredException e) {
            return order + " " + e.getMessage();
        }

        @DistributedLock(key = "k", fallback = "either")
        static Object both(String... orders) {
            return "";
        }

        private static String either(String[] orders, CoordinationUnavailableException e) {
            return "outage " + orders[0];
        }

        private static String either(String[] orders, CoordinationException e) {
            return "other " + orders[0];
        }

        private static Object either(String... orders) {
            return "never";
        }

        @DistributedLock(key = "k", fallback = "fails")
        void failing() {}

        private void fails() throws IOException {
            throw new IOException("disk");
        }

        @DistributedLock(key = "k", fallback = "gone")
        void missing(int amount) {}

        void gone(long amount) {}

        void gone(int amount, IOException e) {}

        @DistributedLock(key = "k", fallback = "number")
        String otherType() {
            return "";
        }

        int number() {
            return 1;
        }

        @DistributedLock(key = "k", fallback = "instance")
        static void ofClass() {}

        void instance() {}

        @DistributedLock(key = "k", fallback = "itself")
        void itself() {}
    }

    private static @Nullable Object fallback(String method, CoordinationException exception, Object... args)
            throws Throwable {
        FakeCall call = new FakeCall(new Shop(), () -> "body", args);
        Object result = plan(method).fallback().insteadOf(exception, call);
        assertThat(call.runs).isZero();
        return result;
    }

    private static LockPlan plan(String method) {
        return LockPlanner.plan(FakeCall.method(Shop.class, method));
    }

    @Test
    void aPrivateMethodWithTheSameParametersStandsIn() throws Throwable {
        assertThat(fallback("pay", contended, "o", 3)).isEqualTo("shop o 3");
        assertThat(fallback("pay", outage, "o", 3)).isEqualTo("shop o 3");
    }

    @Test
    void aMethodThatTakesTheExceptionIsCalledForThatExceptionOnly() throws Throwable {
        assertThat(fallback("onlyContention", contended, "o")).isEqualTo("o busy");
        assertThatThrownBy(() -> fallback("onlyContention", outage, "o")).isSameAs(outage);
    }

    @Test
    void ofSeveralTheMostSpecificIsCalled() throws Throwable {
        Object orders = new String[] {"o"};
        assertThat(fallback("both", outage, orders)).isEqualTo("outage o");
        assertThat(fallback("both", contended, orders)).isEqualTo("other o");
    }

    @Test
    void whatTheFallbackThrowsComesOutAsItIs() {
        assertThatThrownBy(() -> fallback("failing", contended))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("disk");
    }

    @Test
    void aFallbackThatCannotStandInIsRefused() {
        refused(
                "missing",
                "Shop.missing(int): @DistributedLock(fallback = \"gone\"): no method gone with the same parameters, or"
                        + " with one more at the end that takes LockNotAcquiredException, in "
                        + Shop.class.getName() + "; add one, or correct the name");
        refused(
                "otherType",
                "Shop.otherType(): @DistributedLock(fallback = \"number\"): Shop.number() returns int, but the method"
                        + " String; return the same");
        refused(
                "ofClass",
                "Shop.ofClass(): @DistributedLock(fallback = \"instance\"): Shop.instance() is not static, but the"
                        + " method is; make it static");
        refused(
                "itself",
                "Shop.itself(): @DistributedLock(fallback = \"itself\"): names the method itself; name another");
    }

    private static void refused(String method, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> plan(method)).withMessage(message);
    }
}
