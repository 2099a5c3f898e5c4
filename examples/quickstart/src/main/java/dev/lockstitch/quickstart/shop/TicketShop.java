package dev.lockstitch.quickstart.shop;

import com.google.inject.Inject;
import dev.lockstitch.DistributedLock;
import dev.lockstitch.HeldLock;
import dev.lockstitch.RateLimited;
import java.util.concurrent.locks.LockSupport;

/** Sells tickets the way many shops do: read the stock, think, write it back. */
final class TicketShop {

    /** Long enough for two servers to meet between the read and the write. */
    private static final long THINKING_NANOS = 3_000_000;

    private final TicketStore store;

    @Inject
    TicketShop(TicketStore store) {
        this.store = store;
    }

    /** Nothing keeps two servers from selling the same seat here. */
    Sale sellUnlocked(String event) {
        return takeNextSeat(event);
    }

    /** The same, one caller at a time over all servers. */
    @DistributedLock(key = "event:{event}")
    Sale sell(String event) {
        return takeNextSeat(event);
    }

    /** Goes through 200 times a second over all servers, and 20 times at once after a pause; throws beyond that. */
    @RateLimited(key = "event:{event}", permits = 200, period = "1s", burst = 20)
    void confirm(String event) {
        // The permit is all that is shown.
    }

    private Sale takeNextSeat(String event) {
        int seat = store.freeSeats(event);
        if (seat == 0) {
            return Sale.SOLD_OUT;
        }
        LockSupport.parkNanos(THINKING_NANOS);
        boolean guarded = HeldLock.current().isPresent();
        store.sell(event, seat, guarded);
        return guarded ? Sale.GUARDED : Sale.UNGUARDED;
    }
}
