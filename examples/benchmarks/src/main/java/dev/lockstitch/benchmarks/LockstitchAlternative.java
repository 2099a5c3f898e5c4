package dev.lockstitch.benchmarks;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.lockstitch.guice.LockstitchModule;
import dev.lockstitch.spi.Coordinator;
import java.time.Duration;

/** This library as an application uses it: an injector with the module, and a woven method. */
final class LockstitchAlternative implements Alternative {

    private final Coordinator coordinator;
    private final Guarded guarded;

    LockstitchAlternative(String redisUrl) {
        Injector injector = Guice.createInjector(LockstitchModule.builder()
                .redis(redisUrl)
                .keyPrefix("bench")
                // As patient with a machine that is overloaded as Redisson's locks are on their defaults.
                .startBudget(Duration.ofMinutes(2))
                .decisionBudget(Duration.ofSeconds(3))
                .build());
        coordinator = injector.getInstance(Coordinator.class);
        guarded = injector.getInstance(Guarded.class);
    }

    @Override
    public void under(String key, Runnable body) {
        guarded.run(key, body);
    }

    @Override
    public void close() {
        coordinator.close();
    }
}
