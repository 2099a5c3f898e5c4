package com.example.shop;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.Coordinator;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

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

    /** Says how many seconds a tenant has to wait; 0 means that the call may go ahead. */
    public long secondsToWait(String tenant) {
        RateLimitDecision decision = coordinator.tryAcquire("api:" + tenant, HUNDRED_A_MINUTE, 1);
        return decision.granted() ? 0 : decision.retryAfter().toSeconds() + 1;
    }
}
