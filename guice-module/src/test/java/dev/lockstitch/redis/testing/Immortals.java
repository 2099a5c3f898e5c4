package dev.lockstitch.redis.testing;

/** Keys that never expire, which the library is never to leave. */
public final class Immortals {

    private static final String FIND = "local found = {} for _, key in ipairs(redis.call('KEYS', 'lockstitch:*')) do"
            + " if redis.call('PTTL', key) == -1 then found[#found + 1] = key end end return table.concat(found, ' ')";

    private Immortals() {}

    /** Their names; empty when there are none. */
    public static String of(RedisProcess redis) {
        return String.valueOf(redis.command("EVAL", FIND, "0"));
    }
}
