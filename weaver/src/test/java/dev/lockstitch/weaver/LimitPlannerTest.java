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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
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

        @RateLimited(key = "k", burst = 5)
        void burstAlone() {}

        @RateLimited(key = "k", permits = 5, cost = "{0}{1}")
        void costOfTwo(int a, int b) {}

        @RateLimited(key = "k", permits = 5, cost = "{3}")
        void costOfNobody(int a) {}

        @RateLimited(key = "k", permits = 5, waitTime = "366d")
        void waitsTooLong() {}

        @RateLimited(key = "a", permits = 5, refundOn = IOException.class)
        @RateLimited(key = "b", permits = 5)
        void refundsDiffer() {}

        @RateLimited(
                key = "a",
                permits = 5,
                refundOn = {IOException.class, Error.class})
        @RateLimited(
                key = "b",
                permits = 5,
                refundOn = {Error.class, IOException.class, Error.class})
        void refunds() {}

        @RateLimited(key = "k{#a}", cost = "{#b}", name = "supplied", waitTime = "365d")
        void supplied() {}

        @RateLimited(key = "k", permits = 0, period = "1h", name = "supplied")
        void suppliedToo() {}

        @RateLimited(key = "k", permits = 1, name = "supplied")
        void notSupplied() {}

        @RateLimited(key = "k", permits = 5, onUnavailable = OnUnavailable.PROCEED)
        @RateLimited(key = "l", permits = 5, onUnavailable = OnUnavailable.LOCAL)
        void local() {}

        @RateLimited(key = "k", permits = 5, onUnavailable = OnUnavailable.SKIP)
        @RateLimited(key = "l", permits = 5, onUnavailable = OnUnavailable.LOCAL)
        void skipping() {}

        @RateLimited(key = "k", permits = 5)
        Future<String> future() {
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
            burstAlone    | Sms.burstAlone(): @RateLimited(burst = 5): permits = 0 leaves the numbers to an override, the burst among them; leave burst out, or say how many permits there are, from 1
            costOfTwo     | Sms.costOfTwo(int, int): @RateLimited cost = "{0}{1}": it never gives a whole number from 0 to 9223372036854775807; write a number, or one placeholder like {batch.size}
            costOfNobody  | Sms.costOfNobody(int): @RateLimited cost = "{3}": {3}: there is no parameter at that position; the method has one, {0}
            waitsTooLong  | Sms.waitsTooLong(): @RateLimited(waitTime = "366d"): "366d" is not within 0s to 365d
            refundsDiffer | Sms.refundsDiffer(): @RateLimited(refundOn = {}): the limits of a method are one decision and given back together, but another of them has refundOn = {IOException.class}; write the same for all
            """)
    void aWrongValueIsRefused(String method, String message) {
        assertThatThrownBy(() -> planner.plan(FakeCall.method(Sms.class, method)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aResultWhoseEndCannotBeSeenIsRefused() {
        assertThatThrownBy(() -> planner.plan(FakeCall.method(Sms.class, "future")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(
                        "Sms.future(): @RateLimited: a method that returns Future cannot be guarded, because its work"
                                + " goes on after it returned and the guard would not; declare CompletionStage,"
                                + " CompletableFuture, ListenableFuture, Mono or Flux, or guard the method that does the work and"
                                + " returns its result");
    }

    @Test
    void theSameRefundsAreTheSameInAnyOrder() {
        assertThat(planner.plan(FakeCall.method(Sms.class, "refunds")).refundOn())
                .isEqualTo(new RefundOn(Set.of(IOException.class, Error.class)));
        assertThat(planner.plan(FakeCall.method(Sms.class, "shares")).refundOn())
                .isNull();
    }

    @Test
    void theStrictestReactionToAnOutageCountsForAllLimits() {
        assertThat(planner.plan(FakeCall.method(Sms.class, "local")).onUnavailable())
                .isEqualTo(OnUnavailable.LOCAL);
        assertThat(planner.plan(FakeCall.method(Sms.class, "skipping")).onUnavailable())
                .isEqualTo(OnUnavailable.SKIP);
    }

    @Test
    void withoutPermitsTheNumbersAreLeftToAnOverrideInAllMethodsThatShareTheLimit() {
        LimitPlan plan = planner.plan(FakeCall.method(Sms.class, "supplied"));
        planner.plan(FakeCall.method(Sms.class, "suppliedToo"));

        assertThat(plan.rules()).extracting(LimitRule::limit).containsOnlyNulls();
        assertThat(plan.variableNames()).containsExactlyInAnyOrder("a", "b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> planner.plan(FakeCall.method(Sms.class, "notSupplied")))
                .withMessageStartingWith(
                        "Sms.notSupplied(): @RateLimited(name = \"supplied\"): limit \"supplied\" is 1 per"
                                + " PT1S (burst 1) here, but supplied by an override in ");
    }

    @Test
    void limitsOfTheMethodAndOfItsAnnotationsAreAllTaken() {
        LimitPlan plan = planner.plan(FakeCall.method(Sms.class, "composedAndDirect"));

        assertThat(plan.rules())
                .extracting(rule ->
                        rule.name() + " " + Objects.requireNonNull(rule.limit()).permits())
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
