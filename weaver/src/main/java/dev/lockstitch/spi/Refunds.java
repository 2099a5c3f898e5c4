package dev.lockstitch.spi;

import dev.lockstitch.RateLimitDecision;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives permits back for calls that came to nothing. Trouble with that is logged and never reaches the call. For those who
 * implement an advice.
 */
public final class Refunds {

    private static final Logger LOG = LoggerFactory.getLogger(Refunds.class);

    private Refunds() {}

    /**
     * Gives the permits of a decision back and waits for the confirmation.
     *
     * @param coordinator whose decision it is
     * @param decision the decision
     */
    public static void await(Coordinator coordinator, RateLimitDecision decision) {
        try {
            coordinator.refund(decision);
        } catch (Throwable t) {
            failed(decision, t);
        }
    }

    /** The same without waiting; nothing to do for what took no permits. */
    static void start(Coordinator coordinator, LimitOutcome outcome) {
        if (!(outcome instanceof LimitOutcome.Decided decided)
                || !decided.decision().granted()) {
            return;
        }
        RateLimitDecision decision = decided.decision();
        try {
            var unused = coordinator.refundAsync(decision).whenComplete((done, failure) -> {
                if (failure != null) {
                    failed(decision, failure);
                }
            });
        } catch (Throwable t) {
            failed(decision, t);
        }
    }

    /** The same where a result has failed with what its permits are given back for. */
    static void startIf(
            @Nullable Predicate<? super Throwable> refundOn,
            @Nullable Throwable failure,
            Coordinator coordinator,
            LimitOutcome outcome) {
        if (refundOn != null && failure != null && matches(refundOn, failure)) {
            start(coordinator, outcome);
        }
    }

    /** Withdraws a request that nobody waits for any more, or gives back what came of it. */
    static void withdraw(Coordinator coordinator, CompletableFuture<LimitOutcome> asked) {
        if (!asked.cancel(true) && !asked.isCompletedExceptionally()) {
            start(coordinator, asked.join());
        }
    }

    /** Stages wrap what they pass on. */
    private static boolean matches(Predicate<? super Throwable> refundOn, Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (refundOn.test(each)) {
                return true;
            }
            if (!(each instanceof CompletionException)) {
                return false;
            }
        }
        return false;
    }

    private static void failed(RateLimitDecision decision, Throwable trouble) {
        LOG.error("The permits of {} could not be given back", LimitText.keys(decision), Muted.of(trouble));
    }
}
