package dev.lockstitch.benchmarks;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.lockstitch.guice.LockstitchModule;
import java.time.Duration;

/** This library as an application has it: an injector with the module, on its defaults but for patience. */
final class Application {

    private Application() {}

    static Injector on(String redisUrl) {
        return Guice.createInjector(LockstitchModule.builder()
                .redis(redisUrl)
                // As patient with a machine that is overloaded as Redisson is on its defaults.
                .startBudget(Duration.ofMinutes(2))
                .decisionBudget(Duration.ofSeconds(3))
                .build());
    }
}
