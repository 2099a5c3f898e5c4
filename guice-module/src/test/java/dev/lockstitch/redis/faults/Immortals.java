package dev.lockstitch.redis.faults;

import dev.lockstitch.redis.testing.RedisProcess;

/** Keys that never expire, which the library is never to leave. */
final class Immortals {

    private static final String FIND = "local found = {} for _, key in ipairs(redis.call('KEYS', 'lockstitch:*')) do"
            + " if redis.call('PTTL', key) == -1 then found[#found + 1] = key end end return table.concat(found, ' ')";

    private Immortals() {}

    static String of(RedisProcess redis) {
        return String.valueOf(redis.command("EVAL", FIND, "0"));
    }
}
