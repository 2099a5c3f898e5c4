package dev.lockstitch.transactions;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.HeldLock;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.persistence.EntityManager;

/** Guarded, and in the transaction of whoever calls. */
class Accounts {

    private final Provider<EntityManager> entities;

    @Inject
    Accounts(Provider<EntityManager> entities) {
        this.entities = entities;
    }

    /** Tries its lock once, so that a call that did not enter its own lock again would be refused at once. */
    @DistributedLock(key = "account:{id}", waitTime = "0s")
    long add(long id, long amount) {
        addUnguarded(id, amount);
        return HeldLock.current().orElseThrow().fencingToken();
    }

    void addUnguarded(long id, long amount) {
        entities.get().find(Account.class, id).add(amount);
    }
}
