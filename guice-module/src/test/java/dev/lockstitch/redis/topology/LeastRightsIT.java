package dev.lockstitch.redis.topology;

/** One server, and a user who may do what the documentation says, and nothing else. */
final class LeastRightsIT extends Shared {

    LeastRightsIT() {
        super(SingleServer.withLeastRights());
    }

    @Override
    void check() {
        Grants.assertEnough(topology().primaries());
        Grants.assertNothingSpare(topology().primaries(), Grants.SINGLE);
    }
}
