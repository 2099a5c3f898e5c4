package dev.lockstitch.redis.topology;

import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.testing.RedisProcess;
import java.util.List;

/** Redis as an application finds it: one server or several, with or without TLS, as this user or that. */
interface Topology extends AutoCloseable {

    /** As an application would say it. */
    ConnectionSource source();

    /** As an application would say it in a file. */
    default ConnectionSource asInFile() {
        return source();
    }

    /** Those that hold keys now, each another part of them. */
    List<RedisProcess> primaries();

    /** The names of keys that match a pattern, wherever they are. */
    default List<String> keys(String pattern) {
        return primaries().stream()
                .flatMap(redis -> redis.keys(pattern).stream())
                .toList();
    }

    /** The time to live of a key in milliseconds; negative when there is none. */
    default long ttlMillis(String key) {
        return primaries().stream()
                .filter(redis -> redis.keys("*").contains(key))
                .mapToLong(redis -> redis.ttlMillis(key))
                .findFirst()
                .orElse(-2);
    }

    /** Deletes everything. */
    default void flush() {
        primaries().forEach(redis -> redis.command("FLUSHALL"));
    }

    @Override
    void close();
}
