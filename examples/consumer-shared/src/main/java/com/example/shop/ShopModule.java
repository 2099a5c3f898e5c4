package com.example.shop;

import com.google.inject.AbstractModule;
import dev.lockstitch.guice.LockstitchModule;

/** The shop's own bindings. */
public class ShopModule extends AbstractModule {

    private final Ledger ledger;

    /** Takes the ledger to write to. */
    public ShopModule(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    protected void configure() {
        bind(Ledger.class).toInstance(ledger);
        bind(Till.class);
        bind(Messages.class);
        bind(Reports.class);
        bind(Warehouse.class);
        bind(Deliveries.class);
        LockstitchModule.lockListener(binder()).to(LockStatistics.class);
        LockstitchModule.lockOverrides(binder()).to(Patience.class);
        LockstitchModule.variable(binder(), "tenant").to(TenantVariable.class);
    }
}
