package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import dev.lockstitch.DistributedLock;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.OnContention;
import dev.lockstitch.spi.LockOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListenableLaterTest {

    private final FakeCoordinator coordinator = new FakeCoordinator();
    private final SettableFuture<Object> work = SettableFuture.create();

    @SuppressWarnings("unused")
    private static final class Shop {
        @DistributedLock(key = "k")
        ListenableFuture<Object> pay() {
            return Futures.immediateFuture("");
        }

        @DistributedLock(key = "k", onContention = OnContention.SKIP)
        ListenableFuture<Object> skip() {
            return Futures.immediateFuture("");
        }
    }

    private @Nullable Object call(String method, @Nullable Object result) throws Throwable {
        FakeCall call = new FakeCall(new Shop(), () -> result);
        return new LockAdvice(coordinator.wiring()).run(LockPlanner.plan(FakeCall.method(Shop.class, method)), call);
    }

    @SuppressWarnings("unchecked")
    private ListenableFuture<Object> future(String method) throws Throwable {
        return (ListenableFuture<Object>) Objects.requireNonNull(call(method, work));
    }

    @Test
    void theLockIsHeldUntilTheFutureIsDoneAndGivenBackBeforeAnyoneSeesIt() throws Throwable {
        ListenableFuture<Object> result = future("pay");
        result.addListener(() -> coordinator.events.add("saw it"), MoreExecutors.directExecutor());
        assertThat(coordinator.events).containsExactly("lock k");

        work.set("receipt");

        assertThat(result.get()).isEqualTo("receipt");
        assertThat(coordinator.events).containsExactly("lock k", "unlock k", "saw it");
    }

    @Test
    void aFailureComesOutAsItIs() throws Throwable {
        IOException failure = new IOException();
        ListenableFuture<Object> result = future("pay");
        work.setException(failure);

        assertThatThrownBy(result::get).hasCause(failure);
        assertThat(coordinator.events).containsExactly("lock k", "unlock k");
    }

    @Test
    void toCancelItCancelsTheMethodsOwnAndGivesTheLockBackFirst() throws Throwable {
        ListenableFuture<Object> result = future("pay");
        result.addListener(() -> coordinator.events.add("saw it"), MoreExecutors.directExecutor());

        assertThat(result.cancel(true)).isTrue();

        assertThat(result.isCancelled()).isTrue();
        assertThat(work.isCancelled()).isTrue();
        assertThat(coordinator.events).containsExactly("lock k", "unlock k", "saw it");
        assertThat(result.cancel(true)).isFalse();
    }

    @Test
    void toCancelItBeforeTheGrantWithdrawsTheRequest() throws Throwable {
        CompletableFuture<LockOutcome> answer = new CompletableFuture<>();
        coordinator.onLockAsync = request -> answer;

        assertThat(future("pay").cancel(false)).isTrue();

        assertThat(answer).isCancelled();
    }

    @Test
    void contentionFailsItAndUnderSkipItIsDoneWithNull() throws Throwable {
        coordinator.onLockAsync =
                request -> CompletableFuture.completedFuture(new LockOutcome.Contended(Duration.ZERO));

        ListenableFuture<Object> contended = future("pay");
        assertThatThrownBy(contended::get).hasCauseInstanceOf(LockNotAcquiredException.class);
        assertThat(future("skip").get()).isNull();
    }

    @Test
    void nullInsteadOfAFutureIsNull() throws Throwable {
        assertThat(call("pay", null)).isNull();
        assertThat(coordinator.events).containsExactly("lock k", "unlock k");
    }
}
