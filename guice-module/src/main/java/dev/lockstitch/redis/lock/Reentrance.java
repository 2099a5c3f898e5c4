package dev.lockstitch.redis.lock;

import dev.lockstitch.HeldLock;
import dev.lockstitch.LockMode;
import dev.lockstitch.LockScope;
import dev.lockstitch.spi.KeyText;
import org.jspecify.annotations.Nullable;

/** Finds the lock that this thread has already: no question to Redis, and no effect on the outer lease. */
final class Reentrance {

    private Reentrance() {}

    /**
     * The lock to enter again.
     *
     * @throws IllegalStateException when it is held shared and wanted exclusively: waiting for oneself would never end
     */
    static @Nullable ReenteredLock find(RedisLocks locks, String key, LockMode wanted) {
        HeldLock scope =
                LockScope.find(candidate -> part(locks, candidate, key) != null).orElse(null);
        HeldLock found = scope == null ? null : part(locks, scope, key);
        if (scope == null || found == null) {
            return null;
        }
        if (wanted == LockMode.EXCLUSIVE && mode(found) == LockMode.SHARED) {
            throw new IllegalStateException("Lock " + KeyText.shown(key)
                    + " is held in mode SHARED by this thread and cannot be made EXCLUSIVE: two readers who tried would"
                    + " wait for each other for ever. Take it EXCLUSIVE in the outer call, or end that before");
        }
        return new ReenteredLock(found, scope instanceof ReenteredLock nested ? nested.whole() : scope);
    }

    private static LockMode mode(HeldLock lock) {
        return lock instanceof RedisHeldLock held
                ? held.by().wanted().mode()
                : ((LocalLock) lock).by().wanted().mode();
    }

    private static @Nullable HeldLock part(RedisLocks locks, HeldLock candidate, String key) {
        if (candidate instanceof ReenteredLock nested) {
            return part(locks, nested.outer(), key);
        }
        if (candidate instanceof SeveralLock several) {
            for (HeldLock each : several.parts()) {
                HeldLock part = part(locks, each, key);
                if (part != null) {
                    return part;
                }
            }
            return null;
        }
        boolean ours = (candidate instanceof RedisHeldLock held && held.belongsTo(locks))
                || (candidate instanceof LocalLock local && local.belongsTo(locks));
        return ours && candidate.key().equals(key) && candidate.isHeld() ? candidate : null;
    }
}
