package dev.lockstitch.transactions;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.persist.PersistService;
import com.google.inject.persist.jpa.JpaPersistModule;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.guice.LockstitchModule;
import dev.lockstitch.spi.Coordinator;
import java.util.Map;

/** The server of the bank that writes, in this JVM. */
final class FirstServer implements AutoCloseable {

    private final Injector injector;

    private FirstServer(Module... modules) {
        injector = Guice.createInjector(modules);
        injector.getInstance(PersistService.class).start();
    }

    static FirstServer of(Module lockstitch, Database database) {
        return new FirstServer(
                lockstitch, jpa(database), new LocalTransactions(database.dataSource()), new BankModule());
    }

    static FirstServer withLockstitchLast(Module lockstitch, Database database) {
        return new FirstServer(jpa(database), lockstitch);
    }

    static Module lockstitch(RealRedis redis) {
        return LockstitchModule.builder()
                .redis(redis.url())
                .onUnavailable(OnUnavailable.FAIL)
                .build();
    }

    private static Module jpa(Database database) {
        return new JpaPersistModule("bank")
                .properties(Map.of("jakarta.persistence.nonJtaDataSource", database.dataSource()));
    }

    <T> T get(Class<T> type) {
        return injector.getInstance(type);
    }

    @Override
    public void close() {
        injector.getInstance(PersistService.class).stop();
        injector.getInstance(Coordinator.class).close();
    }
}
