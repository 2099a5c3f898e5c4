package dev.lockstitch.benchmarks;

import com.google.inject.Injector;
import dev.lockstitch.spi.Coordinator;

/** A lock of this library as an application takes it: through a woven method. */
final class LockstitchAlternative implements Alternative {

    private final Coordinator coordinator;
    private final Guarded guarded;

    LockstitchAlternative(String redisUrl) {
        Injector injector = Application.on(redisUrl);
        coordinator = injector.getInstance(Coordinator.class);
        guarded = injector.getInstance(Guarded.class);
    }

    @Override
    public boolean under(String key, Runnable body) {
        guarded.run(key, body);
        return true;
    }

    @Override
    public void close() {
        coordinator.close();
    }
}
