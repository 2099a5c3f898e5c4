package dev.lockstitch.transactions;

import com.google.inject.persist.Transactional;
import dev.lockstitch.DistributedLock;
import dev.lockstitch.HeldLock;
import dev.lockstitch.spi.Coordinator;
import jakarta.inject.Inject;
import java.time.Duration;

/** guice-persist's transactions, in each position to a lock. */
class Bank {

    private final Accounts accounts;
    private final Coordinator coordinator;

    @Inject
    Bank(Accounts accounts, Coordinator coordinator) {
        this.accounts = accounts;
        this.coordinator = coordinator;
    }

    @Transactional
    @DistributedLock(key = "account:{id}")
    public void deposit(long id, long amount) {
        accounts.addUnguarded(id, amount);
    }

    @Transactional
    @DistributedLock(key = "account:{id}")
    public void depositAndFail(long id, long amount) {
        accounts.addUnguarded(id, amount);
        throw new IllegalStateException("the till does not add up");
    }

    @Transactional
    public void depositAsCaller(long id, long amount) {
        accounts.add(id, amount);
    }

    @Transactional
    public void depositJoined(long id, long amount) {
        deposit(id, amount);
    }

    @Transactional
    public void depositInCode(long id, long amount) throws Exception {
        coordinator.withLock("account:" + id, () -> {
            accounts.addUnguarded(id, amount);
            return true;
        });
    }

    @Transactional
    public boolean depositTwice(long id, long amount) {
        long first = accounts.add(id, amount);
        boolean between = HeldLock.current().isPresent();
        return accounts.add(id, amount) == first && !between;
    }

    @Transactional
    public void transfer(long from, long to, long amount) {
        accounts.add(from, -amount);
        accounts.add(to, amount);
    }

    /** Gives back by hand what it took by hand: before the commit, as it says. */
    @Transactional
    public void depositByHand(long id, long amount) {
        try (HeldLock lock = coordinator.tryLock("account:" + id, Duration.ZERO).orElseThrow()) {
            lock.assertHeld();
            accounts.addUnguarded(id, amount);
        }
    }
}
