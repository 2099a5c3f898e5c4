package dev.lockstitch.quickstart;

import java.io.IOException;

/** A running Redis that is not ours to stop: the servers reach it through a relay, and the relay is stopped instead. */
final class RelayedRedis implements ShopRedis {

    private final RedisUrl target;
    private final Relay relay;

    RelayedRedis(RedisUrl target) throws IOException {
        this.target = target;
        relay = new Relay(target.host(), target.port());
    }

    @Override
    public String url() {
        return target.at("127.0.0.1", relay.port()).toString();
    }

    @Override
    public String description() {
        return "the Redis of REDIS_URL at " + target.host() + ":" + target.port() + ", through a relay that can be cut";
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        relay.cut();
    }

    @Override
    public void start() throws IOException {
        relay.restore();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        relay.cut();
    }
}
