package dev.lockstitch.redis.topology;

/** One server, no password. */
final class SingleServerIT extends Shared {

    SingleServerIT() {
        super(SingleServer.open());
    }
}
