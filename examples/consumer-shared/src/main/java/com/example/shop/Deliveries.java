package com.example.shop;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.HeldLock;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

/** Whose results come later. */
public class Deliveries {

    private final Ledger ledger;

    @Inject
    Deliveries(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Holds its lock until the future is complete. */
    @DistributedLock(key = "delivery:{id}", waitTime = "1m")
    public CompletableFuture<String> deliver(String id) {
        return ledger.writeLater("delivered " + id);
    }

    /** Takes its lock on each subscription. */
    @DistributedLock(key = "delivery:{id}", waitTime = "1m")
    public Mono<String> track(String id) {
        return Mono.deferContextual(context -> {
            long token = context.get(HeldLock.class).fencingToken();
            return Mono.fromFuture(ledger.writeLater("tracked " + id + " as " + token));
        });
    }
}
