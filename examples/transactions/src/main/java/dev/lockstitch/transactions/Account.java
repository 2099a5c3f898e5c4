package dev.lockstitch.transactions;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A row that two servers want to change. */
@Entity
public class Account {

    @Id
    private long id;

    private long balance;

    /** For JPA. */
    protected Account() {}

    void add(long amount) {
        balance = Math.addExact(balance, amount);
    }
}
