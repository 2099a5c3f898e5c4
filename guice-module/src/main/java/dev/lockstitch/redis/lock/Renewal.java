package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.spi.KeyText;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watchdog: renews the leases of held locks when a third of them is over, until the longest hold. One pass over the
 * held locks now and then instead of a timer for each: taking and giving back a lock costs a set entry.
 */
final class Renewal {

    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    private final LockScripts scripts;
    private final Duration maxHold;
    private final Set<RedisHeldLock> held = ConcurrentHashMap.newKeySet();

    Renewal(LockScripts scripts, ScheduledExecutorService timer, Duration lease, Duration maxHold) {
        this.scripts = scripts;
        this.maxHold = maxHold;
        long period = Math.max(lease.toMillis() / 8, 10);
        var unused = timer.scheduleWithFixedDelay(this::pass, period, period, TimeUnit.MILLISECONDS);
    }

    void add(RedisHeldLock lock) {
        held.add(lock);
    }

    void remove(RedisHeldLock lock) {
        held.remove(lock);
    }

    private void pass() {
        for (RedisHeldLock lock : held) {
            try {
                look(lock);
            } catch (RuntimeException | Error e) {
                LOG.error("Lock {} was not renewed this time", KeyText.shown(lock.key()), e);
            }
        }
    }

    private void look(RedisHeldLock lock) {
        if (lock.isRenewing()) {
            return;
        }
        lock.checkLease();
        if (lock.isLost()) {
            held.remove(lock);
        } else if (lock.heldLongerThan(maxHold)) {
            tellOfMaxHold(lock);
        } else if (lock.restNanos() < lock.lease().nanos() / 3 * 2) {
            renew(lock);
        }
    }

    private void renew(RedisHeldLock lock) {
        long sent = System.nanoTime();
        lock.renewing(true);
        var unused = scripts.renew(lock.key(), lock.token(), lock.lease().millis())
                .thenAccept(answer -> {
                    lock.renewing(false);
                    if (answer instanceof Answer.Reply<Long> reply) {
                        lock.confirmed(sent, reply.value());
                    }
                });
    }

    private void tellOfMaxHold(RedisHeldLock lock) {
        if (lock.markExpiryTold()) {
            LOG.warn(
                    "Lock {} has been held longer than maxHold = {}: it is not renewed any more and is lost in {} ms."
                            + " Raise maxHold, or look for a call that hangs",
                    KeyText.shown(lock.key()),
                    maxHold,
                    Math.max(lock.restNanos() / 1_000_000, 0));
        }
    }
}
