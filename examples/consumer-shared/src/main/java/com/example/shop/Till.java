package com.example.shop;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.OnContention;
import jakarta.inject.Inject;
import java.util.Optional;

/** Takes money; each order and each customer by one server at a time. */
public class Till {

    private final Ledger ledger;

    @Inject
    Till(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Pays an order; a second call for the same order waits. */
    @DistributedLock(key = "order:{order.id}", waitTime = "10s")
    public void pay(Order order) {
        ledger.write("paid " + order.id());
    }

    /** Refuses at once when somebody is at this order already. */
    @DistributedLock(key = "order:{order.id}", waitTime = "0s")
    public void payNow(Order order) {
        ledger.write("paid " + order.id());
    }

    /** Waits a little, then gives up. */
    @DistributedLock(key = "customer:{order.customer.id}", waitTime = "100ms")
    public void refund(Order order) {
        ledger.write("refunded " + order.id());
    }

    /** Does nothing while another server is at it. */
    @DistributedLock(key = "statement:{0}", waitTime = "0s", onContention = OnContention.SKIP)
    public Optional<String> statement(String customerId) {
        ledger.write("statement " + customerId);
        return Optional.of("statement of " + customerId);
    }

    /** Has another answer when the lock is not free. */
    @DistributedLock(key = "balance:{customerId}", waitTime = "0s", fallback = "lastKnownBalance")
    public String balance(String customerId) {
        ledger.write("balance " + customerId);
        return "fresh";
    }

    String lastKnownBalance(String customerId, LockNotAcquiredException contended) {
        return "as of yesterday, because " + contended.key() + " was taken";
    }

    /** One lock per tenant and invoice. */
    @DistributedLock(key = "invoice:{#tenant}:{number}", waitTime = "0s")
    public void invoice(String number) {
        ledger.write("invoice " + number);
    }
}
