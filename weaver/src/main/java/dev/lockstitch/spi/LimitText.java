package dev.lockstitch.spi;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Limits and decisions as they may stand in a log line or message. */
public final class LimitText {

    private LimitText() {}

    /**
     * The numbers of a limit.
     *
     * @param limit the limit; null where an override has to supply it
     * @return the numbers, or who has them
     */
    public static String shown(@Nullable Limit limit) {
        return limit == null
                ? "supplied by an override"
                : limit.permits() + " per " + limit.period() + " (burst " + limit.burst() + ")";
    }

    /**
     * What a rejection says.
     *
     * @param decision a rejection
     * @return the limit that bound, its key, and when to come again
     */
    public static String exceeded(RateLimitDecision decision) {
        RateLimitDecision.State binding = decision.binding();
        String when = decision.retryAfter().equals(RateLimitDecision.NEVER)
                ? "waiting does not help: the call takes more than the burst"
                : "try again in " + millisRoundedUp(decision) + " ms";
        return (binding.name().isEmpty() ? "limit" : "limit " + KeyText.shown(binding.name())) + " of "
                + shown(binding.limit()) + " is exceeded for key " + KeyText.shown(binding.key()) + "; " + when;
    }

    private static long millisRoundedUp(RateLimitDecision decision) {
        return decision.retryAfter().plusNanos(999_999).toMillis();
    }

    static String keys(RateLimitDecision decision) {
        return decision.limits().stream()
                .map(state -> KeyText.shown(state.key()))
                .collect(Collectors.joining(", "));
    }
}
