package dev.lockstitch.guice;

import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Provider;
import dev.lockstitch.KeyVariable;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.Wiring;
import dev.lockstitch.weaver.Handoff;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Runs as soon as the injector can inject, before eager singletons: hands the coordinator over and begins to connect. */
final class Starter {

    private final Settings settings;
    private final CoordinatorProvider provider;
    private final WeavingCheck check;
    private final AfterTransaction afterTransaction;

    Starter(Settings settings, CoordinatorProvider provider, WeavingCheck check, AfterTransaction afterTransaction) {
        this.settings = settings;
        this.provider = provider;
        this.check = check;
        this.afterTransaction = afterTransaction;
    }

    @Inject
    void start(Injector injector, Coordinator coordinator, Map<String, Provider<KeyVariable>> variables) {
        try {
            InterceptorOrder.require(injector, afterTransaction);
            check.requireBound(variables.keySet());
            Map<String, Supplier<KeyVariable>> suppliers = new HashMap<>();
            variables.forEach((name, variable) -> suppliers.put(name, variable::get));
            provider.start(Handoff.install(new Wiring(
                    coordinator,
                    suppliers,
                    settings.coordinator().locksEnabled(),
                    settings.coordinator().limitsEnabled(),
                    settings.rateLimitStackTraces())));
        } catch (RuntimeException e) {
            // The injector will not be there to have its coordinator closed.
            provider.abandon();
            throw e;
        }
    }
}
