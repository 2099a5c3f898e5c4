package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lockstitch.CoordinationInterruptedException;
import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.Limit;
import dev.lockstitch.OnLimit;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimitExceededException;
import dev.lockstitch.RateLimited;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LimitRequest.Part;
import dev.lockstitch.spi.Wiring;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitAdviceTest {

    private final CoordinationUnavailableException outage = new CoordinationUnavailableException("down", null);

    private final FakeCoordinator coordinator = new FakeCoordinator();

    @SuppressWarnings("unused")
    private static final class Sms {
        @RateLimited(key = "sms:{0}", permits = 5, period = "1m")
        String send(String phone) {
            return "";
        }

        @RateLimited(key = "a:{0}", permits = 5, onUnavailable = OnUnavailable.PROCEED)
        @RateLimited(key = "b:{0}", permits = 7, burst = 2, name = "shared", onUnavailable = OnUnavailable.FAIL)
        @RateLimited(key = "c", permits = 9, onUnavailable = OnUnavailable.SKIP)
        String several(String phone) {
            return "";
        }

        @RateLimited(key = "a", permits = 1, fallback = "instead")
        @RateLimited(key = "b", permits = 1, onLimit = OnLimit.SKIP)
        @RateLimited(key = "c", permits = 1)
        Optional<String> reactions() {
            return Optional.empty();
        }

        private Optional<String> instead(RateLimitExceededException e) {
            return Optional.of("instead of " + e.decision().binding().key());
        }

        @RateLimited(key = "a", permits = 1, name = "shared by both", onLimit = OnLimit.SKIP)
        @RateLimited(key = "b", permits = 1, name = "shared by both")
        Optional<String> shared() {
            return Optional.empty();
        }

        @RateLimited(key = "a", permits = 1)
        @RateLimited(key = "b", permits = 1, fallback = "any")
        String outage() {
            return "";
        }

        private String any(RuntimeException e) {
            return "instead of " + e.getMessage();
        }
    }

    private @Nullable Object call(String method, FakeCall call) throws Throwable {
        return call(coordinator.wiring(), method, call);
    }

    private static @Nullable Object call(Wiring wiring, String method, FakeCall call) throws Throwable {
        LimitPlan plan = new LimitPlanner(new LimitNames()).plan(FakeCall.method(Sms.class, method));
        return new LimitAdvice(wiring).run(plan, call);
    }

    private static FakeCall body(Object... args) {
        return new FakeCall(new Sms(), () -> "sent", args);
    }

    private void reject(int tightest, Duration retryAfter) {
        coordinator.onLimit = request -> new LimitOutcome.Decided(FakeDecision.rejected(request, tightest, retryAfter));
    }

    @Test
    void aGrantedCallRuns() throws Throwable {
        assertThat(call("send", body("123"))).isEqualTo("sent");
        assertThat(coordinator.limits)
                .containsExactly(new LimitRequest(
                        List.of(new Part("Sms.send", "sms:123", Limit.of(5, Duration.ofMinutes(1)), 1, Duration.ZERO)),
                        OnUnavailable.DEFAULT));
    }

    @Test
    void allLimitsOfAMethodAreOneRequestWithTheStrictestReactionToAnOutage() throws Throwable {
        call("several", body("123"));

        Duration second = Duration.ofSeconds(1);
        assertThat(coordinator.limits)
                .containsExactly(new LimitRequest(
                        List.of(
                                new Part("Sms.several", "a:123", Limit.of(5, second), 1, Duration.ZERO),
                                new Part("shared", "b:123", new Limit(7, second, 2), 1, Duration.ZERO),
                                new Part("Sms.several#3", "c", Limit.of(9, second), 1, Duration.ZERO)),
                        OnUnavailable.FAIL));
    }

    @Test
    void aCallOverTheLimitThrowsAndTellsTheNumbersTheKeyAndWhenToComeBack() {
        reject(0, Duration.ofNanos(1_200_000_001));
        FakeCall call = body("1 3");

        assertThatThrownBy(() -> call("send", call))
                .isInstanceOfSatisfying(
                        RateLimitExceededException.class,
                        e -> assertThat(e.decision().granted()).isFalse())
                .hasMessage("Sms.send(String): limit \"Sms.send\" of 5 per PT1M (burst 5) is exceeded for key"
                        + " \"sms:1%203\"; try again in 1201 ms");
        assertThat(call.runs).isZero();
    }

    @Test
    void aCallThatCanNeverBeGrantedSaysSo() {
        reject(0, RateLimitDecision.NEVER);

        assertThatThrownBy(() -> call("send", body("1"))).hasMessageEndingWith("the call takes more than the burst");
    }

    @Test
    void theExceptionHasAStackTraceOnlyWhenTheWiringAsksForIt() {
        reject(0, Duration.ZERO);
        Wiring traced = new Wiring(coordinator, Map.of(), true, true, true);

        assertThatThrownBy(() -> call("send", body("1")))
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
        assertThatThrownBy(() -> call(traced, "send", body("1")))
                .satisfies(e -> assertThat(e.getStackTrace()).isNotEmpty());
    }

    @Test
    void theLimitThatBoundDecidesWhatHappens() throws Throwable {
        reject(0, Duration.ZERO);
        assertThat(call("reactions", body())).isEqualTo(Optional.of("instead of a"));

        reject(1, Duration.ZERO);
        assertThat(call("reactions", body())).isEqualTo(Optional.empty());

        reject(2, Duration.ZERO);
        assertThatThrownBy(() -> call("reactions", body()))
                .isInstanceOf(RateLimitExceededException.class)
                .hasMessageContaining("\"Sms.reactions#3\"");
    }

    @Test
    void theRuleOfALimitIsFoundByNameAndKeyAlsoWhereAnOverrideLeftOutOthers() throws Throwable {
        coordinator.onLimit = request -> new LimitOutcome.Decided(
                FakeDecision.rejected(LimitRequest.of(request.limits().get(1)), 0, Duration.ZERO));

        assertThatThrownBy(() -> call("shared", body()))
                .isInstanceOf(RateLimitExceededException.class)
                .hasMessageContaining("\"b\"");
    }

    @Test
    void aGrantInShadowRunsAlthoughNothingIsEnforced() throws Throwable {
        coordinator.onLimit = request ->
                new LimitOutcome.Decided(FakeDecision.granted(request).enforced(false));

        assertThat(call("send", body("1"))).isEqualTo("sent");
    }

    @Test
    void theMessageOfARejectionIsNotMadeUnlessItIsRead() {
        AtomicInteger read = new AtomicInteger();
        coordinator.onLimit = request -> new LimitOutcome.Decided(
                FakeDecision.rejected(request, 0, Duration.ZERO).onRetryAfter(read::incrementAndGet));

        Throwable exceeded = catchThrowable(() -> call("send", body("1")));
        assertThat(read).hasValue(0);
        assertThat(exceeded).hasMessageEndingWith("try again in 0 ms");
        assertThat(read).hasPositiveValue();
    }

    @Test
    void anOutageGoesToTheFirstFallbackThatTakesIt() throws Throwable {
        coordinator.onLimit = request -> new LimitOutcome.Unavailable(outage);

        assertThat(call("outage", body())).isEqualTo("instead of down");
        assertThatThrownBy(() -> call("reactions", body())).isSameAs(outage);
    }

    @Test
    void anUnguardedCallRunsAndASkippedOneReturnsNothing() throws Throwable {
        coordinator.onLimit = request -> new LimitOutcome.Unguarded(FakeDecision.granted(request));
        assertThat(call("send", body("1"))).isEqualTo("sent");

        coordinator.onLimit = request -> new LimitOutcome.Skipped();
        assertThat(call("reactions", body())).isEqualTo(Optional.empty());
    }

    @Test
    void interruptionIsWrappedAndTheFlagIsSet() {
        coordinator.onLimit = request -> {
            throw new InterruptedException();
        };

        assertThatThrownBy(() -> call("send", body("1"))).isInstanceOf(CoordinationInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
