package dev.lockstitch.guice;

import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.CoordinatorSettings;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the module was told. The source is asked only when a coordinator is made, and not where the application binds a client. */
record Settings(
        CoordinatorSettings coordinator,
        Supplier<ConnectionSource> source,
        boolean requireWeaving,
        boolean rateLimitStackTraces,
        @Nullable Executor executor) {

    boolean enabled() {
        return coordinator.locksEnabled() || coordinator.limitsEnabled();
    }
}
