package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Answer;

/**
 * What becomes of a lock when its caller is done: it goes to the next caller of this node, within the bounds of
 * {@link Handover}; or one script passes it on, to another node that waits or, when none does, to this one's next caller;
 * or it is given back.
 *
 * <p>Who gives back takes the turn from the hold first, so that a loss at the same moment does not move it a second time.
 */
final class GivingBack {

    private enum Turn {
        OURS,
        MOVED,
        GONE
    }

    private final RedisLocks locks;

    GivingBack(RedisLocks locks) {
        this.locks = locks;
    }

    void done(RedisHeldLock lock) {
        Hold hold = lock.hold();
        Turn turn = hold.giveUpTurn() ? Turn.OURS : Turn.GONE;
        long keep = lock.keepMillis();
        boolean released = false;
        if (turn == Turn.OURS && keep == 0 && hold.isAlive() && isAnothersToHave(hold)) {
            boolean goesOn = Handover.mayGoOn(hold);
            turn = goesOn ? handOn(hold, lock.by()) : pass(hold, lock);
            released = turn == Turn.MOVED;
        }
        if (!released) {
            release(hold, lock, keep);
        }
        if (turn == Turn.OURS) {
            queue(lock.by()).promoteNext();
        }
        locks.done(lock.by(), lock.heldNanos());
    }

    private static boolean isAnothersToHave(Hold hold) {
        return !hold.isTokenOut() && !hold.isExtended() && hold.usedFence() == 0;
    }

    /** To the next caller of this node, if there is one that can have it. */
    private Turn handOn(Hold hold, Acquisition by) {
        LocalQueue<Acquisition> queue = queue(by);
        while (true) {
            // Those who left just now have used up fencing tokens as well.
            Acquisition next = queue.pollIf(other -> hold.handovers() < Handover.MOST && takesOver(other, hold));
            if (next == null) {
                return Turn.OURS;
            }
            RedisHeldLock view = hold.handTo(locks, next);
            if (view == null) {
                promote(next, queue);
                return Turn.GONE;
            }
            if (next.hand(view)) {
                Handover.askToGoOn(hold, locks.scripts());
                return Turn.MOVED;
            }
            // It has left just now.
            if (!hold.giveUpTurn()) {
                return Turn.GONE;
            }
        }
    }

    private Turn pass(Hold hold, RedisHeldLock lock) {
        LocalQueue<Acquisition> queue = queue(lock.by());
        Acquisition next = queue.pollIf(other -> takesOver(other, hold));
        while (next != null && !next.pass()) {
            next = queue.pollIf(other -> takesOver(other, hold));
        }
        if (next == null) {
            return Turn.OURS;
        }
        String token = locks.tokens().next();
        next.standInRedis(token);
        locks.remove(hold);
        hold.dismiss();
        long sent = System.nanoTime();
        Answer<Long> answer = locks.scripts().pass(hold.names(), hold.token(), token, hold.lease());
        lock.tellIfLost(answer instanceof Answer.Reply<Long> reply ? reply.value() != 0 : hold.restNanos() > 0);
        locks.released(hold.key(), hold.token());
        passed(answer, hold, next, token, sent);
        return Turn.MOVED;
    }

    private void passed(Answer<Long> answer, Hold hold, Acquisition next, String token, long sent) {
        long reply = answer instanceof Answer.Reply<Long> come ? come.value() : 0;
        if (answer instanceof Answer.Reply<Long> && hold.unheard() > 0) {
            // Redis has let go of it, but what was not heard of may run yet.
            locks.abandon(hold.key(), hold.token(), hold.unheard());
        }
        if (reply > 0 && next.local().admit(hold.mode(), false)) {
            goOn(new Hold(next, token, reply, sent, 0), next);
            return;
        }
        if (reply >= 0) {
            next.standNowhere();
        }
        if (answer instanceof Answer.None<Long>) {
            locks.abandon(hold, 0);
        }
        if (reply > 0 || answer instanceof Answer.None<Long>) {
            locks.abandon(hold.key(), token, 1);
        }
        if (!next.promote()) {
            locks.wakeups().forget(token);
            locks.abandon(hold.key(), token, 0);
            queue(next).promoteNext();
        }
    }

    /** The node keeps the lock under the next one's token. */
    private void goOn(Hold renewed, Acquisition next) {
        locks.add(renewed);
        if (next.hand(renewed.first(locks, next))) {
            return;
        }
        locks.wakeups().forget(renewed.token());
        Turn turn = renewed.giveUpTurn() ? handOn(renewed, next) : Turn.GONE;
        if (turn == Turn.MOVED) {
            return;
        }
        locks.drop(renewed);
        if (turn == Turn.OURS) {
            queue(next).promoteNext();
        }
    }

    private void release(Hold hold, RedisHeldLock lock, long keep) {
        locks.remove(hold);
        // Before Redis lets the next one in: its body is done.
        hold.dismiss();
        Answer<Long> answer = locks.scripts().release(hold.names(), hold.token(), keep, hold.usedFence());
        if (answer instanceof Answer.Reply<Long> reply) {
            lock.tellIfLost(reply.value() == 1);
            if (keep == 0) {
                locks.released(hold.key(), hold.token());
            }
        } else {
            lock.tellIfLost(hold.restNanos() > 0);
        }
        if (answer instanceof Answer.None<Long>) {
            locks.abandon(hold, lock.keepMillis());
        } else if (hold.unheard() > 0) {
            locks.abandon(hold.key(), hold.token(), hold.unheard());
        }
    }

    private static void promote(Acquisition next, LocalQueue<Acquisition> queue) {
        if (!next.promote()) {
            queue.promoteNext();
        }
    }

    private static boolean takesOver(Acquisition next, Hold hold) {
        return next.takesOver() && next.wanted().lease().equals(hold.lease());
    }

    private static LocalQueue<Acquisition> queue(Acquisition by) {
        return by.local().queue();
    }
}
