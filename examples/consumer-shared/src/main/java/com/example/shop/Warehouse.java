package com.example.shop;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.HeldLock;
import dev.lockstitch.LockMode;
import dev.lockstitch.OnContention;
import dev.lockstitch.OnUnavailable;
import jakarta.inject.Inject;

/** Guards its shelves in every way there is. */
public class Warehouse {

    private final Ledger ledger;
    private final Stock stock;

    @Inject
    Warehouse(Ledger ledger, Stock stock) {
        this.ledger = ledger;
        this.stock = stock;
    }

    /** Any number at once, but not while somebody rearranges. */
    @DistributedLock(key = "shelf:{shelf}", mode = LockMode.SHARED)
    public void look(String shelf) {
        ledger.write("looked at " + shelf);
    }

    /** One at a time, and while nobody looks. */
    @DistributedLock(key = "shelf:{shelf}")
    public void rearrange(String shelf) {
        ledger.write("rearranged " + shelf);
    }

    /** Has both shelves or none. */
    @DistributedLock(key = {"shelf:{from}", "shelf:{to}"})
    public void move(String from, String to) {
        ledger.write("moved from " + from + " to " + to);
    }

    /** First come, first served. */
    @DistributedLock(key = "ramp", waitTime = "1m", fair = true)
    public void unload(String lorry) {
        ledger.write("unloaded " + lorry);
    }

    /** Once a night, on whichever server comes first. */
    @DistributedLock(key = "stocktaking", waitTime = "0s", minHoldTime = "10m", onContention = OnContention.SKIP)
    public void stocktaking() {
        ledger.write("stock taken");
    }

    /** One parcel at a time on this server at least, should Redis be away. */
    @DistributedLock(key = "scales", waitTime = "100ms", onUnavailable = OnUnavailable.LOCAL)
    public void weigh(String parcel) {
        ledger.write("weighed " + parcel);
    }

    /** Has the stock refuse what it writes too late. */
    @DistributedLock(key = "stock:{item}", leaseTime = "1s", onUnavailable = OnUnavailable.FAIL)
    public void restock(String item, int boxes) {
        ledger.write("restocked " + item);
        stock.put(item, boxes, HeldLock.current().orElseThrow().fencingToken());
    }
}
