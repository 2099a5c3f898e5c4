package dev.lockstitch.redis;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Notices that another server has become a primary, which may not know what its predecessor was told last. */
final class Failovers {

    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private @Nullable Set<?> known;

    void listen(Runnable action) {
        actions.add(action);
    }

    /** Called now and then by one thread, with those that are primaries now. */
    void look(Set<?> primaries) {
        Set<?> before = known;
        known = primaries;
        if (before != null && !before.equals(primaries)) {
            actions.forEach(Runnable::run);
        }
    }
}
