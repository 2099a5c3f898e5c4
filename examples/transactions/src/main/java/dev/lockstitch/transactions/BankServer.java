package dev.lockstitch.transactions;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.persist.PersistService;
import com.google.inject.persist.jpa.JpaPersistModule;
import dev.lockstitch.guice.LockstitchModule;

/** How a server of the bank starts: with Redis and the database from outside. */
final class BankServer {

    private BankServer() {}

    static Injector start() {
        Injector injector =
                Guice.createInjector(new LockstitchModule(), new JpaPersistModule("bank"), new BankModule());
        injector.getInstance(PersistService.class).start();
        return injector;
    }
}
