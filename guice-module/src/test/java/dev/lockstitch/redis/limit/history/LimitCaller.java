package dev.lockstitch.redis.limit.history;

import dev.lockstitch.CoordinationInterruptedException;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.RedissonCoordinator;
import dev.lockstitch.spi.LimitRequest;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One thread that asks for permits over and over, and writes down what it got. */
final class LimitCaller {

    /** So that callers that are turned away leave the processors to Redis. */
    private static final long REST_NANOS = 50_000;

    /** The alarm of a wait and the clock of Redis are two clocks. */
    private static final long EARLY_MICROS = 1000;

    private static final ScheduledExecutorService ALARM = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "interrupts");
        thread.setDaemon(true);
        return thread;
    });

    private final RedissonCoordinator coordinator;
    private final Demand demand;
    private final Way way;
    private final Random random;
    private final GrantLog log = new GrantLog();
    private boolean interruptible;

    /** How it asks. */
    enum Way {
        AT_ONCE,
        BLOCKING,
        LATER
    }

    LimitCaller(RedissonCoordinator coordinator, Demand demand, Way way, Random random) {
        this.coordinator = coordinator;
        this.demand = demand;
        this.way = way;
        this.random = random;
    }

    void callUntil(long endMicros) throws InterruptedException, ExecutionException {
        while (LimitHistoryWorker.micros() < endMicros) {
            int cost = demand.cost(random);
            LimitRequest request = LimitHistoryWorker.request(demand, cost);
            switch (way) {
                case AT_ONCE -> atOnce(request, cost);
                case BLOCKING -> blocking(request.waitTime(Demand.WAIT_TIME), cost);
                case LATER -> later(request.waitTime(Demand.WAIT_TIME), cost);
            }
        }
        log.print();
    }

    private void atOnce(LimitRequest request, int cost) {
        decided(coordinator.tryAcquire(request), cost);
    }

    private void blocking(LimitRequest request, int cost) {
        long began = LimitHistoryWorker.micros();
        ScheduledFuture<?> alarm = null;
        if (isRestless()) {
            Thread self = Thread.currentThread();
            setInterruptible(true);
            alarm = ALARM.schedule(() -> interrupt(self), random.nextInt(8000), TimeUnit.MICROSECONDS);
        }
        try {
            RateLimitDecision decision = coordinator.tryAcquire(request);
            calm(alarm);
            decided(decision, cost);
        } catch (CoordinationInterruptedException e) {
            calm(alarm);
            log.withdrawn("interrupted", demand, cost, began);
        }
    }

    private synchronized void setInterruptible(boolean now) {
        interruptible = now;
    }

    private synchronized void interrupt(Thread thread) {
        if (interruptible) {
            thread.interrupt();
        }
    }

    private void calm(@Nullable ScheduledFuture<?> alarm) {
        if (alarm != null) {
            alarm.cancel(false);
            setInterruptible(false);
            Thread.interrupted();
        }
    }

    /** It was granted all the same when it is too late to cancel. */
    private void later(LimitRequest request, int cost) throws InterruptedException, ExecutionException {
        long began = LimitHistoryWorker.micros();
        CompletableFuture<RateLimitDecision> asked = coordinator.tryAcquireAsync(request);
        if (isRestless()) {
            try {
                asked.get(random.nextInt(8000), TimeUnit.MICROSECONDS);
            } catch (TimeoutException e) {
                if (asked.cancel(false)) {
                    log.withdrawn("cancelled", demand, cost, began);
                    return;
                }
            }
        }
        decided(asked.get(), cost);
    }

    private boolean isRestless() {
        return demand.restless() && random.nextInt(5) == 0;
    }

    private void decided(RateLimitDecision decision, int cost) {
        long now = LimitHistoryWorker.micros();
        if (!decision.enforced()) {
            log.wrong("unguarded");
            return;
        }
        if (!decision.granted()) {
            LockSupport.parkNanos(REST_NANOS);
            return;
        }
        checkWait(decision, now);
        log.granted(decision, cost);
        if (random.nextInt(100) < demand.refundPercent()) {
            giveBack(decision, cost);
        }
    }

    private void checkWait(RateLimitDecision decision, long now) {
        if (decision.waited().isNegative()) {
            log.wrong("waited for " + decision.waited());
        }
        if (!decision.waited().isZero()) {
            log.came("waited");
        }
        long start = GrantLog.micros(decision.decidedAt().plus(decision.waited()));
        if (now < start - EARLY_MICROS) {
            log.wrong("began " + (start - now) + " µs before its time");
        }
    }

    private void giveBack(RateLimitDecision decision, int cost) {
        long earliest = LimitHistoryWorker.redisMicros(coordinator);
        if (coordinator.refund(decision)) {
            log.givenBack(decision, cost, earliest, LimitHistoryWorker.redisMicros(coordinator));
            log.came("refunded");
        }
        if (coordinator.refund(decision)) {
            log.wrong("given back twice");
        }
    }
}
