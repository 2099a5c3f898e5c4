package dev.lockstitch.weaver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.HeldLock;
import dev.lockstitch.InvalidKeyException;
import dev.lockstitch.LockScope;
import dev.lockstitch.spi.LockOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

// Bodies hand their futures to the advice.
@SuppressWarnings("FutureReturnValueIgnored")
class StageLaterTest {

    private final FakeCoordinator coordinator = new FakeCoordinator();
    private final CompletableFuture<LockOutcome> answer = new CompletableFuture<>();
    private final CompletableFuture<Object> work = new CompletableFuture<>();
    private final Queue<Runnable> executor = new ArrayDeque<>();

    @SuppressWarnings("unused")
    private static final class Shop {
        @DistributedLock(key = "{0}")
        CompletableFuture<Object> pay(String key) {
            return new CompletableFuture<>();
        }
    }

    @BeforeEach
    void theExecutorRunsWhenTold() {
        coordinator.executor = executor::add;
    }

    @AfterEach
    void nothingIsLeftOnTheThread() {
        assertThat(HeldLock.current()).isEmpty();
    }

    private @Nullable Object call(FakeCall call) throws Throwable {
        return new LockAdvice(coordinator.wiring()).run(LockPlanner.plan(FakeCall.method(Shop.class, "pay")), call);
    }

    @SuppressWarnings("unchecked")
    private CompletableFuture<Object> future(FakeCall call) throws Throwable {
        return (CompletableFuture<Object>) Objects.requireNonNull(call(call));
    }

    private FakeCall body(Callable<? extends @Nullable Object> body) {
        return new FakeCall(
                new Shop(),
                () -> {
                    coordinator.events.add("body under "
                            + HeldLock.current().map(HeldLock::key).orElse("nothing"));
                    return body.call();
                },
                "k");
    }

    private void lockIsTaken() {
        coordinator.onLockAsync = request -> answer;
    }

    private void grant() {
        answer.complete(new LockOutcome.Granted(new FakeLock("k", coordinator.events)));
    }

    private void runExecutor() {
        for (Runnable task = executor.poll(); task != null; task = executor.poll()) {
            task.run();
        }
    }

    @Test
    void theLockIsHeldUntilTheStageIsCompleteAndGivenBackBeforeAnyoneSeesIt() throws Throwable {
        CompletableFuture<Object> result = future(body(() -> work));
        CompletableFuture<Boolean> seen = result.thenApply(value -> coordinator.events.add("saw " + value));
        assertThat(coordinator.events).containsExactly("lock k", "body under k");

        work.complete("receipt");

        assertThat(seen).isCompletedWithValue(true);
        assertThat(coordinator.events).containsExactly("lock k", "body under k", "unlock k", "saw receipt");
        assertThat(coordinator.lingers).containsExactly(Duration.ofMillis(20));
    }

    @Test
    void aStageThatIsCompleteAlreadyIsReturnedAsItIs() throws Throwable {
        work.complete("receipt");

        assertThat(call(body(() -> work))).isSameAs(work);
        assertThat(coordinator.events).containsExactly("lock k", "body under k", "unlock k");
    }

    @Test
    void aHoldThatBelongsToAStageIsNotEnteredAgain() throws Throwable {
        assertThat(future(body(() -> CompletableFuture.completedFuture(
                        LockScope.find(lock -> true).isPresent()))))
                .isCompletedWithValue(false);
        assertThat(coordinator.locks)
                .singleElement()
                .satisfies(request -> assertThat(request.reentrant()).isFalse());
    }

    @Test
    void aBodyThatHadToWaitRunsOnTheExecutor() throws Throwable {
        lockIsTaken();
        CompletableFuture<Object> result = future(body(() -> work));
        grant();
        assertThat(coordinator.events).containsExactly("lock k");
        runExecutor();
        assertThat(coordinator.events).containsExactly("lock k", "body under k");

        work.complete("receipt");

        assertThat(result).isCompletedWithValue("receipt");
        assertThat(coordinator.events).containsExactly("lock k", "body under k", "unlock k");
    }

    @Test
    void theFailureOfADependentStageLooksAsItDoesWithoutALock() throws Throwable {
        IOException cause = new IOException();
        CompletableFuture<Object> result = future(body(() -> work.thenApply(value -> value)));
        work.completeExceptionally(cause);

        assertThatThrownBy(result::join).isInstanceOf(CompletionException.class).hasCause(cause);
        assertThatThrownBy(result::get).hasCause(cause);
        assertThat(coordinator.events).endsWith("unlock k");
    }

    @Test
    void whatALaterBodyThrowsFailsTheResultAfterTheLockWasGivenBack() throws Throwable {
        IOException thrown = new IOException();
        lockIsTaken();
        CompletableFuture<Object> result = future(body(() -> {
            throw thrown;
        }));
        CompletableFuture<Object> seen = result.exceptionally(failure -> {
            coordinator.events.add("saw it");
            return failure;
        });
        grant();
        runExecutor();

        assertThat(seen).isCompletedWithValue(thrown);
        assertThat(coordinator.events).containsExactly("lock k", "body under k", "unlock k", "saw it");
    }

    @Test
    void nullInsteadOfAStageIsNullNowAndANullResultLater() throws Throwable {
        assertThat(call(body(() -> null))).isNull();
        assertThat(coordinator.events).containsExactly("lock k", "body under k", "unlock k");

        lockIsTaken();
        CompletableFuture<Object> result = future(body(() -> null));
        grant();
        runExecutor();
        assertThat(result).isCompletedWithValue(null);
        assertThat(coordinator.events).endsWith("unlock k");
    }

    @Test
    void toCancelBeforeTheGrantWithdrawsTheRequest() throws Throwable {
        lockIsTaken();
        FakeCall body = body(() -> work);
        CompletableFuture<Object> result = future(body);

        assertThat(result.cancel(true)).isTrue();

        assertThat(answer).isCancelled();
        runExecutor();
        assertThat(body.runs).isZero();
        assertThat(result).isCancelled();
    }

    @Test
    void aResultThatTimedOutBeforeTheGrantWithdrawsTheRequestToo() throws Throwable {
        lockIsTaken();
        CompletableFuture<Object> result = future(body(() -> work)).orTimeout(1, TimeUnit.MILLISECONDS);

        assertThatThrownBy(result::get).hasCauseInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    }

    @Test
    void aGrantThatACancellationOvertookIsGivenBackAndTheBodyDoesNotRun() throws Throwable {
        lockIsTaken();
        FakeCall body = body(() -> work);
        CompletableFuture<Object> result = future(body);
        grant();
        assertThat(result.cancel(true)).isTrue();
        runExecutor();

        assertThat(body.runs).isZero();
        assertThat(coordinator.events).containsExactly("lock k", "unlock k");
    }

    @Test
    void toCancelAfterTheGrantCancelsTheBodysFutureAndGivesTheLockBackFirst() throws Throwable {
        CompletableFuture<Object> result = future(body(() -> work));
        CompletableFuture<Object> seen = result.exceptionally(failure -> coordinator.events.add("saw it"));

        assertThat(result.cancel(true)).isTrue();

        assertThat(work).isCancelled();
        assertThat(seen).isCompletedWithValue(true);
        assertThat(coordinator.events).containsExactly("lock k", "body under k", "unlock k", "saw it");
    }

    @Test
    void toCancelWhileALaterBodyMakesItsFutureReachesThatFuture() throws Throwable {
        lockIsTaken();
        CompletableFuture<CompletableFuture<Object>> result = new CompletableFuture<>();
        result.complete(future(body(() -> {
            result.join().cancel(true);
            return work;
        })));
        grant();
        runExecutor();

        assertThat(work).isCancelled();
        assertThat(coordinator.events).containsExactly("lock k", "body under k", "unlock k");
    }

    @Test
    void anExecutorThatRefusesLeavesNothingLocked() throws Throwable {
        lockIsTaken();
        coordinator.executor = task -> {
            throw new RejectedExecutionException();
        };
        FakeCall body = body(() -> work);
        CompletableFuture<Object> result = future(body);
        grant();

        assertThatThrownBy(result::join).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(body.runs).isZero();
        assertThat(coordinator.events).containsExactly("lock k", "unlock k");
    }

    @Test
    void aThreadThatMustNotBlockNeitherWaitsNorGivesBack() throws Throwable {
        CompletableFuture<Object> result = future(body(() -> work));
        CompletableFuture.runAsync(
                        () -> work.complete("receipt"),
                        task -> Schedulers.parallel().schedule(task))
                .join();
        assertThat(coordinator.events).doesNotContain("unlock k");
        assertThat(result).isNotDone();

        runExecutor();

        assertThat(result).isCompletedWithValue("receipt");
        assertThat(coordinator.events).endsWith("unlock k");
    }

    @Test
    void aKeyThatCannotBeMadeIsThrownByTheCall() {
        assertThatThrownBy(() -> call(new FakeCall(new Shop(), () -> work, (Object) null)))
                .isInstanceOf(InvalidKeyException.class);
        assertThat(coordinator.events).isEmpty();
    }

    @Test
    void aRequestThatIsRefusedAsWrongIsThrownByTheCallOrFailsTheResult() throws Throwable {
        IllegalArgumentException wrong = new IllegalArgumentException("waitTime = -1 s");
        coordinator.onLockAsync = request -> CompletableFuture.failedFuture(wrong);
        assertThatThrownBy(() -> call(body(() -> work))).isSameAs(wrong);

        lockIsTaken();
        CompletableFuture<Object> result = future(body(() -> work));
        answer.completeExceptionally(wrong);
        runExecutor();
        assertThatThrownBy(result::join).hasCause(wrong);
    }
}
