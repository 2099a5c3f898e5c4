package dev.lockstitch.redis.limit;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Gives back what those held in line who wait no longer because all is closed, as far as Redis answers soon. */
final class LastRefunds {

    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** So that no script keeps Redis from others for long. */
    private static final int TOGETHER = 100;

    private LastRefunds() {}

    /**
     * Gives back in that order, and waits for it a little.
     *
     * @param held what was held
     * @param giving gives back, in the order of the parts; never fails
     */
    static void give(List<Taken> held, Function<Taken, CompletableFuture<Boolean>> giving) {
        CompletableFuture<Boolean> all = CompletableFuture.completedFuture(true);
        for (Taken.Home home : Taken.Home.values()) {
            List<Taken.Part> parts = held.stream()
                    .filter(taken -> taken.home() == home)
                    .flatMap(taken -> taken.parts().stream())
                    .toList();
            for (int from = 0; from < parts.size(); from += TOGETHER) {
                Taken some = new Taken(home, parts.subList(from, Math.min(from + TOGETHER, parts.size())));
                all = all.thenCompose(before -> giving.apply(some));
            }
        }
        await(all);
    }

    private static void await(CompletableFuture<Boolean> all) {
        try {
            all.get(MOST_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // What is not given back comes back in its time.
            return;
        }
    }
}
