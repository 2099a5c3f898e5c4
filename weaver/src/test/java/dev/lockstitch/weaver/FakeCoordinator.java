package dev.lockstitch.weaver;

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
        events.add("limit "
                + String.join(
                        ",",
                        request.limits().stream().map(LimitRequest.Part::key).toList()));
        return onLimit.to(request);
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
