package dev.lockstitch.redis.topology;

/** A primary and a replica under Sentinel, and a user of least rights. */
final class SentinelIT extends Shared implements ModuleBehaviour {

    SentinelIT() {
        super(new SentinelGroup());
    }

    @Override
    void check() {
        SentinelGroup group = (SentinelGroup) topology();
        Grants.assertEnough(group.servers());
        Grants.assertNothingSpare(group.servers(), Grants.SENTINEL);
    }
}
