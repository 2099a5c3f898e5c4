package dev.lockstitch.redis.topology;

import dev.lockstitch.redis.ConnectionSource;
import dev.lockstitch.redis.RedisAddress;
import dev.lockstitch.redis.testing.RedisProcess;
import java.util.List;

/** One server, addressed by its URL. */
record SingleServer(RedisProcess redis, String url) implements Topology {

    /** Where everybody may do everything. */
    static SingleServer open() {
        RedisProcess redis = RedisProcess.start();
        return new SingleServer(redis, redis.url());
    }

    /** Where the application has a user of its own. */
    static SingleServer withLeastRights() {
        return withLeastRights(RedisProcess.start());
    }

    static SingleServer withLeastRights(RedisProcess redis) {
        Grants.give(redis, Grants.SINGLE);
        return new SingleServer(redis, "redis://shop:password@127.0.0.1:" + redis.port());
    }

    @Override
    public ConnectionSource source() {
        return ConnectionSource.of(RedisAddress.parse(url));
    }

    @Override
    public List<RedisProcess> primaries() {
        return List.of(redis);
    }

    @Override
    public void close() {
        redis.close();
    }
}
