package dev.lockstitch.redis.lock;

import java.util.concurrent.ConcurrentHashMap;

/** The keys that somebody in this JVM asks for or holds: nothing is kept of a key that nobody does. */
final class LocalKeys {

    private final ConcurrentHashMap<String, LocalKey> keys = new ConcurrentHashMap<>();

    /** To be left with {@link #leave} once. */
    LocalKey enter(String key) {
        while (true) {
            LocalKey known = keys.get(key);
            if (known == null) {
                LocalKey made = new LocalKey();
                known = keys.putIfAbsent(key, made);
                known = known == null ? made : known;
            }
            if (known.join()) {
                return known;
            }
            // Its last user is about to take it out.
            keys.remove(key, known);
        }
    }

    void leave(String key, LocalKey known) {
        if (known.quit()) {
            keys.remove(key, known);
        }
    }

    /** Has all that wait look again. */
    void signalAll() {
        keys.values().forEach(LocalKey::signalAll);
    }

    int size() {
        return keys.size();
    }
}
