package dev.lockstitch.transactions;

import com.google.inject.AbstractModule;

/** What the bank offers. */
class BankModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(Bank.class);
        bind(StandingOrders.class);
        bind(Imports.class);
    }
}
