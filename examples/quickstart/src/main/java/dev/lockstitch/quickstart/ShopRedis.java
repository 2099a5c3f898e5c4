package dev.lockstitch.quickstart;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Redis that the shop's servers use, as far as the quickstart has power over it. */
interface ShopRedis extends AutoCloseable {

    /** The one that {@code REDIS_URL} names, when it names one; else one of our own. */
    static ShopRedis from(@Nullable String redisUrl) throws IOException {
        if (redisUrl == null || redisUrl.isBlank()) {
            return new OwnRedis();
        }
        RedisUrl url = RedisUrl.parse(redisUrl);
        return url.tls() ? new DirectRedis(url) : new RelayedRedis(url);
    }

    /** For the servers. Holds the password. */
    String url();

    /** For the console. */
    String description();

    /** Why {@link #stop()} cannot be done here; empty when it can. */
    default Optional<String> cannotStop() {
        return Optional.empty();
    }

    /** Takes Redis away from the servers. */
    void stop() throws IOException, InterruptedException;

    /** Gives it back. Returns when it accepts connections. */
    void start() throws IOException;

    @Override
    void close() throws IOException, InterruptedException;
}
