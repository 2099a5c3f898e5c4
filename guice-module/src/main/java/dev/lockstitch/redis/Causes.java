package dev.lockstitch.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The chain of causes: failures of Redisson arrive wrapped. */
final class Causes {

    private static final int DEEPEST = 20;

    private Causes() {}

    static List<Throwable> of(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable next = thrown; next != null && chain.size() < DEEPEST; next = next.getCause()) {
            chain.add(next);
        }
        return chain;
    }

    static boolean has(Throwable thrown, Class<? extends Throwable> type) {
        return find(thrown, type).isPresent();
    }

    static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
        return of(thrown).stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}
