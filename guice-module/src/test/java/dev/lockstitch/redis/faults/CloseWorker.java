package dev.lockstitch.redis.faults;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.lockstitch.Limit;
import dev.lockstitch.guice.LockstitchModule;
import dev.lockstitch.spi.Coordinator;
import java.time.Duration;

/** An application that ends after it has closed the coordinator, and not by an exit. */
final class CloseWorker {

    private CloseWorker() {}

    public static void main(String[] args) throws Exception {
        Injector injector =
                Guice.createInjector(LockstitchModule.builder().redis(args[0]).build());
        try (Coordinator coordinator = injector.getInstance(Coordinator.class)) {
            coordinator.withLock("k", () -> null);
            boolean enforced = coordinator
                    .tryAcquire("k", Limit.of(1, Duration.ofSeconds(1)), 1)
                    .enforced();
            System.out.println("enforced " + enforced);
        }
    }
}
