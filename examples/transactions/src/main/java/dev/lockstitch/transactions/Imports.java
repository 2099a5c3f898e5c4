package dev.lockstitch.transactions;

import com.google.inject.persist.UnitOfWork;
import dev.lockstitch.spi.TransactionExtent;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityTransaction;

/** Begins its transactions in code, where no annotation tells of them. */
class Imports {

    private final UnitOfWork work;
    private final Provider<EntityManager> entities;
    private final Accounts accounts;

    @Inject
    Imports(UnitOfWork work, Provider<EntityManager> entities, Accounts accounts) {
        this.work = work;
        this.entities = entities;
        this.accounts = accounts;
    }

    void load(long id, long amount) {
        work.begin();
        try {
            loadWithin(entities.get().getTransaction(), id, amount);
        } finally {
            work.end();
        }
    }

    private void loadWithin(EntityTransaction transaction, long id, long amount) {
        try (TransactionExtent extent = TransactionExtent.open()) {
            transaction.begin();
            accounts.add(id, amount);
            transaction.commit();
        }
    }
}
