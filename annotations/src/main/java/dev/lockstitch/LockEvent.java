package dev.lockstitch;

import dev.lockstitch.syntax.ShownText;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lock that a {@link LockListener} is told about.
 *
 * @param name the lock's stable name; empty for a lock taken in code without one
 * @param keys the rendered keys, at least one: without the prefix, not hashed; for a loss those that were lost
 * @param mode exclusive or shared
 */
public record LockEvent(String name, List<String> keys, LockMode mode) {

    /**
     * Takes a copy of the keys.
     *
     * @param name the lock's stable name; empty for a lock taken in code without one
     * @param keys the rendered keys, at least one
     * @param mode exclusive or shared
     */
    public LockEvent {
        keys = List.copyOf(keys);
    }

    /**
     * The first key.
     *
     * @return the only key of most locks
     */
    public String key() {
        return keys.get(0);
    }

    /** The keys escaped and shortened, fit for a log. */
    @Override
    public String toString() {
        return "LockEvent[name=" + ShownText.of(name) + ", keys="
                + keys.stream().map(ShownText::of).collect(Collectors.joining(", ")) + ", mode=" + mode + "]";
    }
}
