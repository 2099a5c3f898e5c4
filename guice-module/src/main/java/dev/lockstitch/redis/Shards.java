package dev.lockstitch.redis;

import java.util.List;

/** Where keys are kept: on one server, or on one of the shards of a cluster. Thread-safe. */
interface Shards {

    /** Who answers for those keys, which are all in one slot. */
    Shard of(List<String> keys);
}
