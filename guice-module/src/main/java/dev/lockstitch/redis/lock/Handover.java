package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Answer;
import java.util.concurrent.TimeUnit;

/**
 * How long a lock may go from caller to caller of this node without being given back in Redis: lock cohorting (Dice,
 * Marathe, Shavit: Lock Cohorting, PPoPP 2012). Its two bounds, a turn, are what other nodes wait at most, beside the body
 * that runs when the turn is over.
 *
 * <p>Towards the end of a turn Redis is asked, while callers go in and out, whether anybody else waits. If not, the next
 * turn begins with that question.
 */
final class Handover {

    /** So many callers after the first, each with a fencing token of those that Redis has set aside. */
    static final int MOST = 64;

    static final String MOST_TEXT = Integer.toString(MOST);

    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Handover() {}

    /** Whether the next caller of this node may have the lock as it is. */
    static boolean mayGoOn(Hold hold) {
        long now = System.nanoTime();
        return hold.handovers() < MOST
                && now - hold.sinceNanos() < LONGEST_NANOS
                && hold.endNanos() - now > hold.lease().nanos() / 3;
    }

    /** Asks for another turn, if it is time. */
    static void askToGoOn(Hold hold, LockScripts scripts) {
        boolean late = hold.handovers() >= MOST / 2 || System.nanoTime() - hold.sinceNanos() > LONGEST_NANOS / 2;
        if (late && hold.beginsToAsk()) {
            long sent = System.nanoTime();
            var unused = scripts.goOn(hold).thenAccept(answer -> {
                if (answer instanceof Answer.Reply<Long> reply) {
                    hold.goesOn(sent, reply.value());
                }
            });
        }
    }
}
