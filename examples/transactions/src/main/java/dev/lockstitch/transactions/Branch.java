package dev.lockstitch.transactions;

import dev.lockstitch.DistributedLock;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The transactions of jakarta.transaction. */
class Branch {

    private final Provider<Connection> connections;

    @Inject
    Branch(Provider<Connection> connections) {
        this.connections = connections;
    }

    @Transactional
    @DistributedLock(key = "account:{id}", waitTime = "0s")
    public void deposit(long id, long amount) throws SQLException {
        add(id, amount);
    }

    @Transactional(TxType.REQUIRES_NEW)
    @DistributedLock(key = "account:{id}", waitTime = "0s")
    public void depositOnItsOwn(long id, long amount) throws SQLException {
        add(id, amount);
    }

    @Transactional
    public void depositOnItsOwnWithin(long id, long amount) throws SQLException {
        depositOnItsOwn(id, amount);
    }

    private void add(long id, long amount) throws SQLException {
        try (PreparedStatement update =
                connections.get().prepareStatement("update Account set balance = balance + ? where id = ?")) {
            update.setLong(1, amount);
            update.setLong(2, id);
            update.executeUpdate();
        }
    }
}
