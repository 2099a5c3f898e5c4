package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.OnLimit;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimited;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitPlannerTest {

    private final LimitPlanner planner = new LimitPlanner(new LimitNames());

    @Retention(RetentionPolicy.RUNTIME)
    @RateLimited(key = "c1", permits = 1)
    @RateLimited(key = "c2", permits = 2)
    @interface Twice {}

    @SuppressWarnings("unused")
    private static final class Sms {
        @RateLimited(key = "k", permits = 5, period = "60")
        void noUnit() {}

        @RateLimited(key = "k", permits = -1)
        void negative() {}

        @RateLimited(key = "k", permits = 5, burst = -2)
        void negativeBurst() {}

        @RateLimited(key = "k", permits = 5, period = "0s")
        void noPeriod() {}

        @RateLimited(key = "", permits = 5)
        void emptyKey() {}

        @RateLimited(key = "k", permits = 5, onLimit = OnLimit.SKIP)
        long skipPrimitive() {
            return 1;
        }

        @RateLimited(key = "k", permits = 5, name = "one")
        @RateLimited(key = "k", permits = 5, name = "one")
        void doubled() {}

        @RateLimited(key = "k")
        void noPermits() {}

        @RateLimited(key = "k", permits = 5, cost = "{0}")
        void cost(int size) {}

        @RateLimited(key = "k", permits = 5, waitTime = "1s")
        void waiting() {}

        @RateLimited(key = "k", permits = 5, refundOn = IOException.class)
        void refund() {}

        @RateLimited(key = "k", permits = 5, onUnavailable = OnUnavailable.LOCAL)
        void local() {}

        @RateLimited(key = "k", permits = 5)
        CompletableFuture<String> future() {
            return new CompletableFuture<>();
        }

        @Twice
        @RateLimited(key = "d", permits = 3)
        void composedAndDirect() {}

        @RateLimited(key = "k", permits = 5, name = "shared")
        void shares(int number) {}

        @RateLimited(key = "k", permits = 5, burst = 5, name = "shared")
        void sharesToo() {}

        @RateLimited(key = "k", permits = 6, name = "shared")
        void differs() {}
    }

    @SuppressWarnings("unused")
    private static final class Mail {
        @RateLimited(key = "k", permits = 5)
        void send(int number) {}
    }

    private static final class Other {
        @SuppressWarnings("unused")
        private static final class Mail {
            @RateLimited(key = "k", permits = 5)
            void send(String text) {}
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            noUnit        | Sms.noUnit(): @RateLimited(period = "60"): "60" has no unit; write it like 500ms, 2s, 5m, 1h, 1d or PT2S
            negative      | Sms.negative(): @RateLimited: permits = -1 is not within 1 to 1000000000
            negativeBurst | Sms.negativeBurst(): @RateLimited: burst = -2 is not within 1 to 1000000000
            noPeriod      | Sms.noPeriod(): @RateLimited: period = PT0S is not within 1ms to 365d
            emptyKey      | Sms.emptyKey(): @RateLimited(key = ""): the key is empty; write one like key = "order:{orderId}"
            skipPrimitive | Sms.skipPrimitive(): @RateLimited(onLimit = SKIP): the method returns the primitive long, which cannot be nothing; return an object or an Optional, or use another reaction
            doubled       | Sms.doubled(): @RateLimited(name = "one"): two limits of the method have this name and the key "k"; give one of them another name
            """)
    void aWrongValueIsRefused(String method, String message) {
        assertThatThrownBy(() -> planner.plan(FakeCall.method(Sms.class, method)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            noPermits | Sms.noPermits(): @RateLimited(permits = 0): not supported in this version; it would have to come from an override; say how many permits there are, from 1
            cost      | Sms.cost(int): @RateLimited(cost = "{0}"): not supported in this version; leave it out: a call takes one permit
            waiting   | Sms.waiting(): @RateLimited(waitTime = "1s"): not supported in this version; leave it out: a call over the limit is rejected
            refund    | Sms.refund(): @RateLimited(refundOn = {IOException.class}): not supported in this version; leave it out
            local     | Sms.local(): @RateLimited(onUnavailable = LOCAL): not supported in this version; use PROCEED, SKIP or FAIL
            future    | Sms.future(): @RateLimited: a method that returns CompletableFuture is not supported in this version, because its work goes on after it returned; guard the method that does the work and returns its result
            """)
    void whatIsNotSupportedYetIsRefused(String method, String message) {
        assertThatThrownBy(() -> planner.plan(FakeCall.method(Sms.class, method)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(message);
    }

    @Test
    void limitsOfTheMethodAndOfItsAnnotationsAreAllTaken() {
        LimitPlan plan = planner.plan(FakeCall.method(Sms.class, "composedAndDirect"));

        assertThat(plan.rules())
                .extracting(rule -> rule.name() + " " + rule.limit().permits())
                .containsExactly("Sms.composedAndDirect 1", "Sms.composedAndDirect#2 2", "Sms.composedAndDirect#3 3");
    }

    @Test
    void methodsShareALimitByNameIfTheirNumbersAreEqual() {
        planner.plan(FakeCall.method(Sms.class, "shares"));
        LimitPlan plan = planner.plan(FakeCall.method(Sms.class, "sharesToo"));

        assertThat(plan.rules().get(0).name()).isEqualTo("shared");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> planner.plan(FakeCall.method(Sms.class, "differs")))
                .withMessageStartingWith(
                        "Sms.differs(): @RateLimited(name = \"shared\"): limit \"shared\" is 6 per PT1S"
                                + " (burst 6) here, but 5 per PT1S (burst 5) in ")
                .withMessageContaining("shares(int)")
                .withMessageEndingWith("; use the same numbers, or another name");
    }

    @Test
    void twoMethodsWithTheSameDefaultNameMustBeGivenNames() {
        planner.plan(FakeCall.method(Mail.class, "send"));
        planner.plan(FakeCall.method(Mail.class, "send"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> planner.plan(FakeCall.method(Other.Mail.class, "send")))
                .withMessageStartingWith("Mail.send(String): @RateLimited(name = \"\"): its default name \"Mail.send\"")
                .withMessageEndingWith("; give names to both, or one name to share the limit");
    }
}
