package dev.lockstitch.redis.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Does the same to several at once, each on a thread of its own. */
final class Together {

    private static final int PATIENCE_SECONDS = 40;

    private Together() {}

    /** Ends when all have ended; fails with what the first failed with. */
    static <T> void each(List<T> all, ThrowingConsumer<T> deed) throws Exception {
        List<Callable<Void>> deeds = new ArrayList<>();
        for (T one : all) {
            deeds.add(() -> {
                try {
                    deed.accept(one);
                } catch (Throwable e) {
                    throw new AssertionError(String.valueOf(one), e);
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (Future<Void> each : threads.invokeAll(deeds, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
