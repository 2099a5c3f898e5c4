package dev.lockstitch;

import java.util.List;

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
}
