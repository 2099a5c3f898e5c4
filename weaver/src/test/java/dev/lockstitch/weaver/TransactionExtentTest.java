package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.HeldLock;
import dev.lockstitch.LockScope;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.Reentry;
import dev.lockstitch.spi.TransactionExtent;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionExtentTest {

    private final FakeCoordinator coordinator = new FakeCoordinator();

    @SuppressWarnings("unused")
    private static final class Shop {
        @DistributedLock(key = "order:{0}")
        void pay(String order) {}
    }

    @AfterEach
    void nothingIsLeftOnTheThread() {
        assertThat(TransactionExtent.end()).isEmpty();
        assertThat(LockScope.find(lock -> true)).isEmpty();
        assertThat(HeldLock.current()).isEmpty();
    }

    private void pay(String order) throws Throwable {
        pay(new FakeCall(null, () -> null, order));
    }

    private void pay(FakeCall call) throws Throwable {
        new LockAdvice(coordinator.wiring()).run(LockPlanner.plan(FakeCall.method(Shop.class, "pay")), call);
    }

    @Test
    void locksAreGivenBackAtTheEndOfTheExtentInTheOrderInWhichTheirCallsEnded() throws Throwable {
        try (TransactionExtent extent = TransactionExtent.open()) {
            pay(new FakeCall(
                    null,
                    () -> coordinator.withLock("inner", () -> HeldLock.current().orElseThrow()),
                    "1"));
            pay("2");
            coordinator.events.add("commit");
        }

        assertThat(coordinator.events)
                .containsExactly(
                        "lock order:1",
                        "lock inner",
                        "lock order:2",
                        "commit",
                        "unlock inner",
                        "unlock order:1",
                        "unlock order:2");
    }

    @Test
    void aLockThatWaitsForTheEndIsFoundForReentryButNotCurrent() throws Throwable {
        try (TransactionExtent extent = TransactionExtent.open()) {
            pay("1");

            assertThat(HeldLock.current()).isEmpty();
            assertThat(LockScope.find(lock -> lock.key().equals("order:1"))).isPresent();
        }
    }

    @Test
    void aReentryIsClosedAtOnceSoThatALoopDoesNotPileThemUp() throws Throwable {
        Reentry reentry = (Reentry) Proxy.newProxyInstance(
                Reentry.class.getClassLoader(),
                new Class<?>[] {Reentry.class},
                (self, method, args) -> method.getName().equals("close") && coordinator.events.add("reentry closed"));
        coordinator.onLock = request -> new LockOutcome.Granted(reentry);
        try (TransactionExtent extent = TransactionExtent.open()) {
            pay("1");

            assertThat(coordinator.events).containsExactly("lock order:1", "reentry closed");
            assertThat(LockScope.find(lock -> true)).isEmpty();
        }
    }

    @Test
    void theOutermostExtentCounts() throws Throwable {
        try (TransactionExtent outer = TransactionExtent.open()) {
            try (TransactionExtent inner = TransactionExtent.open()) {
                pay("1");
            }
            coordinator.events.add("outer commit");
        }

        assertThat(coordinator.events).containsExactly("lock order:1", "outer commit", "unlock order:1");
    }

    @Test
    void closingAnExtentTwiceOrOutOfOrderEndsNothingTwice() throws Throwable {
        TransactionExtent outer = TransactionExtent.open();
        TransactionExtent inner = TransactionExtent.open();
        pay("1");
        outer.close();
        outer.close();
        assertThat(coordinator.events).containsExactly("lock order:1");

        inner.close();
        inner.close();
        assertThat(coordinator.events).containsExactly("lock order:1", "unlock order:1");
    }

    @Test
    void whatTheTransactionThrowsComesOutUntouchedAndAllLocksAreGivenBackEvenIfOneCannotBe() {
        coordinator.onLock = request -> new LockOutcome.Granted(
                request.key().equals("order:1") ? broken() : new FakeLock(request.key(), coordinator.events));
        IOException rolledBack = new IOException();
        Throwable thrown = catchThrowable(() -> {
            try (TransactionExtent extent = TransactionExtent.open()) {
                pay("1");
                pay("2");
                throw rolledBack;
            }
        });

        assertThat(thrown).isSameAs(rolledBack).hasNoSuppressedExceptions();
        assertThat(coordinator.events).containsExactly("lock order:1", "lock order:2", "unlock order:2");
    }

    private static HeldLock broken() {
        return (HeldLock) Proxy.newProxyInstance(
                HeldLock.class.getClassLoader(), new Class<?>[] {HeldLock.class}, (self, method, args) -> {
                    if (method.getName().equals("close")) {
                        throw new IllegalStateException("cannot be closed");
                    }
                    return "order:1";
                });
    }

    @Test
    void theEndIsToldAfterTheLocksWereGivenBack() throws Throwable {
        CompletionStage<Void> end;
        try (TransactionExtent extent = TransactionExtent.open()) {
            end = TransactionExtent.end().orElseThrow().thenRun(() -> coordinator.events.add("end"));
            pay("1");
        }

        assertThat(end.toCompletableFuture()).isCompleted();
        assertThat(coordinator.events).containsExactly("lock order:1", "unlock order:1", "end");
    }

    @Test
    void anotherThreadIsNotWithinTheExtentAndCannotCloseIt() {
        try (TransactionExtent extent = TransactionExtent.open()) {
            assertThat(CompletableFuture.supplyAsync(TransactionExtent::end).join())
                    .isEmpty();
            assertThatThrownBy(() -> CompletableFuture.runAsync(extent::close).join())
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("must be closed there");
            assertThat(TransactionExtent.end()).isPresent();
        }
    }
}
