package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.spi.Muted;
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
    private final Set<Hold> held = ConcurrentHashMap.newKeySet();

    Renewal(LockScripts scripts, ScheduledExecutorService timer, Duration lease, Duration maxHold) {
        this.scripts = scripts;
        this.maxHold = maxHold;
        long period = Math.max(lease.toMillis() / 8, 10);
        var unused = timer.scheduleWithFixedDelay(this::pass, period, period, TimeUnit.MILLISECONDS);
    }

    void add(Hold hold) {
        held.add(hold);
    }

    void remove(Hold hold) {
        held.remove(hold);
    }

    private void pass() {
        for (Hold hold : held) {
            try {
                look(hold);
            } catch (RuntimeException | Error e) {
                LOG.error("Lock {} was not renewed this time", KeyText.shown(hold.key()), Muted.of(e));
            }
        }
    }

    private void look(Hold hold) {
        if (hold.isRenewing()) {
            return;
        }
        hold.checkLease();
        RedisHeldLock holder = hold.holder();
        if (hold.isLost()) {
            held.remove(hold);
        } else if (holder != null && holder.heldNanos() > maxHold.toNanos()) {
            tellOfMaxHold(hold, holder);
        } else if (hold.isDue()) {
            renew(hold);
        }
    }

    private void renew(Hold hold) {
        long sent = System.nanoTime();
        hold.renewing(true);
        try {
            var unused = scripts.renew(hold.names(), hold.token(), hold.lease()).thenAccept(answer -> {
                hold.renewing(false);
                if (answer instanceof Answer.Reply<Long> reply) {
                    hold.confirmed(sent, reply.value());
                }
            });
        } catch (RuntimeException | Error e) {
            hold.renewing(false);
            throw e;
        }
    }

    private void tellOfMaxHold(Hold hold, RedisHeldLock holder) {
        if (holder.markExpiryTold()) {
            LOG.warn(
                    "Lock {} has been held longer than maxHold = {}: it is not renewed any more and is lost in {} ms."
                            + " Raise maxHold, or look for a call that hangs",
                    KeyText.shown(hold.key()),
                    maxHold,
                    Math.max(hold.restNanos() / 1_000_000, 0));
        }
    }
}
