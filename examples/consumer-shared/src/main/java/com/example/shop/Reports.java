package com.example.shop;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LockRequest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks in code, without annotations. */
public class Reports {

    private static final Limit HUNDRED_A_MINUTE = Limit.of(100, Duration.ofMinutes(1));

    private final Coordinator coordinator;
    private final Ledger ledger;

    @Inject
    Reports(Coordinator coordinator, Ledger ledger) {
        this.coordinator = coordinator;
        this.ledger = ledger;
    }

    /** Writes the daily report unless another server does. */
    public boolean daily() {
        Optional<HeldLock> lock = coordinator.tryLock("report:daily", Duration.ZERO, Duration.ofMinutes(10));
        if (lock.isEmpty()) {
            return false;
        }
        try (HeldLock held = lock.get()) {
            ledger.write("daily report");
            return held.isHeld();
        }
    }

    /** Waits for its turn. */
    public String monthly(String month) throws Exception {
        return coordinator.withLock("report:" + month, () -> {
            ledger.write("report of " + month);
            return month;
        });
    }

    /** Blocks no thread, neither while it waits nor while the report is written. */
    public CompletableFuture<String> yearly(String year) {
        LockRequest request = LockRequest.of("report:" + year).waitTime(Duration.ofMinutes(1));
        return coordinator.withLockAsync(request, () -> ledger.writeLater("report of " + year));
    }

    /** Says how many seconds a tenant has to wait; 0 means that the call may go ahead. */
    public long secondsToWait(String tenant) {
        RateLimitDecision decision = coordinator.tryAcquire("api:" + tenant, HUNDRED_A_MINUTE, 1);
        return decision.granted() ? 0 : decision.retryAfter().toSeconds() + 1;
    }
}
