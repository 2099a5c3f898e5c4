package dev.lockstitch.weaver;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.spi.KeyText;
import dev.lockstitch.spi.LockOutcome;
import dev.lockstitch.spi.LockRequest;
import org.jspecify.annotations.Nullable;

/** Why a call does not run. */
final class Refusal {

    private Refusal() {}

    /** Null where the call is to return nothing. */
    static @Nullable CoordinationException of(LockOutcome outcome, LockPlan plan, LockRequest request) {
        if (outcome instanceof LockOutcome.Unavailable unavailable) {
            return unavailable.exception();
        }
        if (outcome instanceof LockOutcome.Contended contended) {
            return plan.skipWhenContended() ? null : contended(contended, plan.reply(), request);
        }
        plan.reply().requireSkippable();
        return null;
    }

    private static CoordinationException contended(LockOutcome.Contended contended, Reply reply, LockRequest request) {
        String who = request.keys().size() == 1 ? "lock %s was" : "one or more of the locks %s were";
        return new LockNotAcquiredException(
                reply.display() + ": " + String.format(who, KeyText.shown(request.keys()))
                        + " held by someone else for all of "
                        + contended.waited().toMillis()
                        + " ms; wait longer (waitTime), hold it for a shorter time, or give a fallback",
                request.key(),
                contended.waited());
    }
}
