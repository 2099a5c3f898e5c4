package dev.lockstitch.redis.topology;

import dev.lockstitch.redis.ConnectionSource;
import org.redisson.config.Config;

/** One that takes a Redisson configuration. */
interface Configured extends Topology {

    /** The one that is shown. */
    Config config();

    @Override
    default ConnectionSource source() {
        return ConnectionSource.of(config());
    }
}
