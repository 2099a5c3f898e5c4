package dev.lockstitch;

import dev.lockstitch.RateLimitOverrides.Change;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Other limits, filled from code while the application runs: from an administrator's page, a configuration that is
 * watched, a tenant's contract. Keep it and bind it as an instance:
 *
 * <pre>{@code
 * RateLimitOverrideTable table = new RateLimitOverrideTable();
 * LockstitchModule.rateLimitOverrides(binder()).toInstance(table);
 * …
 * table.put("api", "tenant:acme", Change.to(Limit.of(5000, Duration.ofMinutes(1))));   // this tenant has bought more
 * table.put("search", Change.shadow(Limit.of(10, Duration.ofSeconds(1))));              // what would it reject?
 * table.remove("search");                                                               // as annotated again
 * }</pre>
 *
 * <p>It knows this JVM alone: put the same on every server. It holds what was put in and not removed, nothing else.
 * Thread-safe; a change holds for every call that begins after it was put in.
 */
public final class RateLimitOverrideTable implements RateLimitOverrides {

    private record Target(String name, String key) {}

    private final Map<String, Change> byName = new ConcurrentHashMap<>();
    private final Map<Target, Change> byKey = new ConcurrentHashMap<>();

    /** A table without changes. */
    public RateLimitOverrideTable() {}

    /**
     * Changes a limit for all keys that have no change of their own, in place of an earlier change.
     *
     * @param name the limit's stable name
     * @param change the change
     * @throws IllegalArgumentException when the name is empty
     */
    public void put(String name, Change change) {
        requireText("name", name);
        byName.put(name, change);
    }

    /**
     * Changes a limit for one key, a tenant's own quota for example, in place of an earlier change for that key. It wins
     * over the change for the whole name, and takes nothing from it.
     *
     * @param name the limit's stable name
     * @param key the key as rendered: escaped, without the prefix and not hashed as a whole
     * @param change the change
     * @throws IllegalArgumentException when name or key is empty
     */
    public void put(String name, String key, Change change) {
        requireText("name", name);
        requireText("key", key);
        byKey.put(new Target(name, key), change);
    }

    /**
     * Takes back the change for a name. Those for single keys of it stay.
     *
     * @param name the limit's stable name
     */
    public void remove(String name) {
        byName.remove(name);
    }

    /**
     * Takes back the change for one key, so that the name's holds again, if there is one.
     *
     * @param name the limit's stable name
     * @param key the key as rendered
     */
    public void remove(String name, String key) {
        byKey.remove(new Target(name, key));
    }

    /** Takes back all changes. */
    public void clear() {
        byName.clear();
        byKey.clear();
    }

    @Override
    public Optional<Change> find(String name, String key) {
        Change own = byKey.isEmpty() ? null : byKey.get(new Target(name, key));
        return Optional.ofNullable(own == null ? byName.get(name) : own);
    }

    private static void requireText(String what, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("The " + what
                    + " of an override is empty, and no limit has such a one: give the limit a name where it is"
                    + " declared, and use that name and the rendered key here");
        }
    }
}
