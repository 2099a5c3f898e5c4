package dev.lockstitch.weaver;

import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import dev.lockstitch.spi.Wiring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** Notes what it is asked, in order, and answers as the test wants: grants everything unless told otherwise. */
final class FakeCoordinator implements Coordinator {

    final List<String> events = new CopyOnWriteArrayList<>();
    int closed;
    final List<LockRequest> locks = new ArrayList<>();
    final List<LimitRequest> limits = new ArrayList<>();
    Answer<LockRequest, LockOutcome> onLock = request -> new LockOutcome.Granted(new FakeLock(request.key(), events));
    Answer<LimitRequest, LimitOutcome> onLimit = request -> new LimitOutcome.Decided(FakeDecision.granted(request));

    Function<LockRequest, CompletableFuture<LockOutcome>> onLockAsync =
            request -> CompletableFuture.completedFuture(new LockOutcome.Granted(new FakeLock(request.key(), events)));
    Function<LimitRequest, CompletableFuture<LimitOutcome>> onLimitAsync =
            request -> CompletableFuture.completedFuture(new LimitOutcome.Decided(FakeDecision.granted(request)));
    final List<RateLimitDecision> refunded = new CopyOnWriteArrayList<>();
    Supplier<CompletableFuture<Boolean>> onRefund = () -> CompletableFuture.completedFuture(true);
    final List<Duration> lingers = new ArrayList<>();
    Executor executor = Runnable::run;

    interface Answer<Q, A> {
        A to(Q request) throws InterruptedException;
    }

    Wiring wiring() {
        return new Wiring(this, Map.of("tenant", () -> () -> "acme"), true, true, false);
    }

    @Override
    public boolean isRedisAvailable() {
        return true;
    }

    @Override
    public LockOutcome lock(LockRequest request) throws InterruptedException {
        locks.add(request);
        events.add("lock " + request.key());
        return onLock.to(request);
    }

    @Override
    public CompletableFuture<LockOutcome> lockAsync(LockRequest request, Duration linger) {
        lingers.add(linger);
        locks.add(request);
        events.add("lock " + request.key());
        return onLockAsync.apply(request);
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public LimitOutcome limit(LimitRequest request) throws InterruptedException {
        limits.add(request);
        events.add("limit " + keys(request));
        return onLimit.to(request);
    }

    @Override
    public CompletableFuture<LimitOutcome> limitAsync(LimitRequest request, Duration linger) {
        lingers.add(linger);
        limits.add(request);
        events.add("limit " + keys(request));
        return onLimitAsync.apply(request);
    }

    private static String keys(LimitRequest request) {
        return String.join(
                ",", request.limits().stream().map(LimitRequest.Part::key).toList());
    }

    @Override
    public CompletableFuture<Boolean> refundAsync(RateLimitDecision decision) {
        events.add("refund");
        refunded.add(decision);
        return onRefund.get();
    }

    @Override
    public boolean release(String key, String token) {
        throw new AssertionError("the advice never releases by token");
    }

    @Override
    public void close() {
        closed++;
    }

    @Override
    public String toString() {
        return "FakeCoordinator";
    }
}
