package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lockstitch.CoordinationInterruptedException;
import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.DistributedLock;
import dev.lockstitch.HeldLock;
import dev.lockstitch.InvalidKeyException;
import dev.lockstitch.LockMode;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.OnContention;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LockAdviceTest {

    private static final LockOutcome CONTENDED = new LockOutcome.Contended(Duration.ofMillis(1500));
    private final CoordinationUnavailableException outage = new CoordinationUnavailableException("down", null);

    private final FakeCoordinator coordinator = new FakeCoordinator();

    @SuppressWarnings("unused")
    private static final class Shop {
        @DistributedLock(key = "order:{0}")
        String pay(String order) {
            return "";
        }

        @DistributedLock(
                key = "order:{0}",
                waitTime = "2s",
                leaseTime = "1m",
                name = "payment",
                onUnavailable = OnUnavailable.FAIL)
        String detailed(String order) {
            return "";
        }

        @DistributedLock(key = "k", onContention = OnContention.SKIP)
        String skip() {
            return "";
        }

        @DistributedLock(key = "k", onContention = OnContention.SKIP)
        Optional<String> skipOptional() {
            return Optional.empty();
        }

        @DistributedLock(key = "k", onContention = OnContention.SKIP)
        OptionalInt skipOptionalInt() {
            return OptionalInt.empty();
        }

        @DistributedLock(key = "k")
        int primitive() {
            return 1;
        }

        @DistributedLock(key = "k")
        void declaresInterruption() throws InterruptedException {}

        @DistributedLock(key = "k")
        void declaresException() throws Exception {}

        @DistributedLock(key = "k")
        void declaresIo() throws IOException {}
    }

    private @Nullable Object call(String method, FakeCall call) throws Throwable {
        return new LockAdvice(coordinator.wiring()).run(LockPlanner.plan(FakeCall.method(Shop.class, method)), call);
    }

    private static FakeCall body(@Nullable Object result, @Nullable Object... args) {
        return new FakeCall(new Shop(), () -> result, args);
    }

    @Test
    void theBodyRunsBetweenLockAndUnlock() throws Throwable {
        FakeCall call = new FakeCall(
                new Shop(),
                () -> {
                    coordinator.events.add("body under "
                            + HeldLock.current().map(HeldLock::key).orElse("nothing"));
                    return "receipt";
                },
                "42");

        assertThat(call("pay", call)).isEqualTo("receipt");
        assertThat(coordinator.events).containsExactly("lock order:42", "body under order:42", "unlock order:42");
        assertThat(HeldLock.current()).isEmpty();
    }

    @Test
    void theRequestSaysWhatTheAnnotationSays() throws Throwable {
        call("detailed", body("", "42"));
        call("pay", body("", "42"));

        assertThat(coordinator.locks)
                .containsExactly(
                        new LockRequest(
                                "payment",
                                List.of("order:42"),
                                LockMode.EXCLUSIVE,
                                false,
                                Duration.ofSeconds(2),
                                Duration.ofMinutes(1),
                                Duration.ZERO,
                                OnUnavailable.FAIL,
                                true),
                        new LockRequest(
                                "Shop.pay",
                                List.of("order:42"),
                                LockMode.EXCLUSIVE,
                                false,
                                Duration.ofSeconds(5),
                                null,
                                Duration.ZERO,
                                OnUnavailable.DEFAULT,
                                true));
    }

    @Test
    void whatTheBodyThrowsComesOutUntouchedAndTheLockIsGivenBack() {
        for (Throwable thrown : List.of(
                new IOException(), new InterruptedException(), new LockNotAcquiredException("", "", Duration.ZERO))) {
            coordinator.events.clear();
            FakeCall call = new FakeCall(
                    new Shop(),
                    () -> {
                        throw (Exception) thrown;
                    },
                    "42");

            assertThat(catchThrowable(() -> call("pay", call))).isSameAs(thrown).hasNoSuppressedExceptions();
            assertThat(call.runs).isEqualTo(1);
            assertThat(coordinator.events).containsExactly("lock order:42", "unlock order:42");
            assertThat(HeldLock.current()).isEmpty();
        }
    }

    @Test
    void contentionThrowsAndNamesMethodKeyAndWait() {
        coordinator.onLock = request -> CONTENDED;
        FakeCall call = body("", "42");

        assertThatThrownBy(() -> call("pay", call))
                .isInstanceOfSatisfying(LockNotAcquiredException.class, e -> {
                    assertThat(e.key()).isEqualTo("order:42");
                    assertThat(e.waited()).isEqualTo(Duration.ofMillis(1500));
                })
                .hasMessage(
                        "Shop.pay(String): lock \"order:42\" was held by someone else for all of 1500 ms; wait longer"
                                + " (waitTime), hold it for a shorter time, or give a fallback");
        assertThat(call.runs).isZero();
    }

    @Test
    void contentionUnderSkipReturnsNothing() throws Throwable {
        coordinator.onLock = request -> CONTENDED;

        assertThat(call("skip", body(""))).isNull();
        assertThat(call("skipOptional", body(""))).isEqualTo(Optional.empty());
        assertThat(call("skipOptionalInt", body(""))).isEqualTo(OptionalInt.empty());
    }

    @Test
    void anUnguardedCallRunsItsBodyWithoutALock() throws Throwable {
        coordinator.onLock = request -> new LockOutcome.Unguarded();

        assertThat(call("pay", new FakeCall(null, HeldLock::current, "42"))).isEqualTo(Optional.empty());
    }

    @Test
    void anOutageThrowsTheCoordinatorsOwnException() {
        coordinator.onLock = request -> new LockOutcome.Unavailable(outage);
        FakeCall call = body("", "42");

        assertThatThrownBy(() -> call("pay", call)).isSameAs(outage);
        assertThat(call.runs).isZero();
    }

    @Test
    void aCallSkippedInAnOutageReturnsNothingUnlessItReturnsAPrimitive() throws Throwable {
        coordinator.onLock = request -> new LockOutcome.Skipped();
        FakeCall primitive = body(1);

        assertThat(call("skipOptional", body(""))).isEqualTo(Optional.empty());
        assertThat(call("pay", body("", "42"))).isNull();
        assertThatThrownBy(() -> call("primitive", primitive))
                .isInstanceOf(CoordinationUnavailableException.class)
                .hasMessageStartingWith("Shop.primitive(): Redis cannot be used, and the call cannot be skipped");
        assertThat(primitive.runs).isZero();
    }

    @Test
    void interruptionIsThrownAsItIsWhereTheMethodDeclaresIt() {
        InterruptedException interruption = new InterruptedException();
        coordinator.onLock = request -> {
            throw interruption;
        };

        for (String method : List.of("declaresInterruption", "declaresException")) {
            assertThatThrownBy(() -> call(method, body(null))).isSameAs(interruption);
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    void interruptionIsWrappedElsewhereAndTheFlagIsSet() {
        coordinator.onLock = request -> {
            throw new InterruptedException();
        };

        for (String method : List.of("pay", "declaresIo")) {
            assertThatThrownBy(() -> call(method, body(null, "42")))
                    .isInstanceOf(CoordinationInterruptedException.class)
                    .hasMessageContaining("interrupted while asking for lock");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aKeyThatCannotBeMadeIsAnErrorAndNothingIsAsked() {
        FakeCall call = body("", (Object) null);

        assertThatThrownBy(() -> call("pay", call)).isInstanceOf(InvalidKeyException.class);
        assertThat(call.runs).isZero();
        assertThat(coordinator.events).isEmpty();
    }
}
