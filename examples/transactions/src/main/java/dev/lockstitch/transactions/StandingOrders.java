package dev.lockstitch.transactions;

import com.google.inject.persist.Transactional;
import jakarta.inject.Inject;

/** Transactional as a whole. */
@Transactional
class StandingOrders {

    private final Accounts accounts;

    @Inject
    StandingOrders(Accounts accounts) {
        this.accounts = accounts;
    }

    public void pay(long id, long amount) {
        accounts.add(id, amount);
    }
}
