package dev.lockstitch.quickstart;

import java.util.Optional;

/** A running Redis with TLS. A relay in between would fail the check of its host name, so the servers go straight to it. */
record DirectRedis(RedisUrl target) implements ShopRedis {

    @Override
    public String url() {
        return target.toString();
    }

    @Override
    public String description() {
        return "the Redis of REDIS_URL at " + target.host() + ":" + target.port() + ", with TLS";
    }

    @Override
    public Optional<String> cannotStop() {
        return Optional.of("REDIS_URL names a server with TLS (rediss://), which the quickstart cannot take away");
    }

    @Override
    public void stop() {
        throw new UnsupportedOperationException("not ours to stop");
    }

    @Override
    public void start() {
        throw new UnsupportedOperationException("not ours to start");
    }

    @Override
    public void close() {
        // Nothing of it is ours.
    }
}
