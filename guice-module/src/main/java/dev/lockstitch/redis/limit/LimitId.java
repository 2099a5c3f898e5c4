package dev.lockstitch.redis.limit;

import dev.lockstitch.redis.AppliedLimit;
import dev.lockstitch.spi.KeyText;

/**
 * What tells one counted thing from another.
 *
 * @param name the limit's name
 * @param key the rendered key
 */
record LimitId(String name, String key) {

    static LimitId of(AppliedLimit limit) {
        return new LimitId(limit.name(), limit.key());
    }

    @Override
    public String toString() {
        return KeyText.shown(name) + ' ' + KeyText.shown(key);
    }
}
