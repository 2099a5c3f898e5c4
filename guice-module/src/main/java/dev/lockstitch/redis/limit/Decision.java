package dev.lockstitch.redis.limit;

import dev.lockstitch.RateLimitDecision;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What was decided about one call.
 *
 * @param granted whether it may go ahead
 * @param enforced whether Redis was asked
 * @param decidedAt when
 * @param states the limits, as declared
 */
record Decision(boolean granted, boolean enforced, Instant decidedAt, List<LimitState> states)
        implements RateLimitDecision {

    Decision {
        states = List.copyOf(states);
    }

    static Decision unenforced(Instant now) {
        return new Decision(true, false, now.truncatedTo(ChronoUnit.MICROS), List.of());
    }

    /** Reads the script's reply. */
    static Decision of(String reply, List<Bucket> buckets) {
        String[] words = reply.split(" ", -1);
        if (words.length != buckets.size() + 2) {
            throw new IllegalStateException("gcra.lua replied with " + words.length + " words about " + buckets.size()
                    + " limits: its text and this class are of different versions");
        }
        boolean granted = words[0].equals("1");
        List<LimitState> states = new ArrayList<>(buckets.size());
        for (int i = 0; i < buckets.size(); i++) {
            states.add(buckets.get(i).state(Long.parseLong(words[i + 2]), granted));
        }
        Instant decidedAt = Instant.EPOCH.plus(Long.parseLong(words[1]), ChronoUnit.MICROS);
        return new Decision(granted, true, decidedAt, states);
    }

    @Override
    public Duration retryAfter() {
        return granted ? Duration.ZERO : tightest().retryAfter();
    }

    @Override
    public List<State> limits() {
        return List.copyOf(states);
    }

    @Override
    public State binding() {
        if (states.isEmpty()) {
            throw new IllegalStateException(
                    "No limit bound this call, since none was enforced: ask enforced() before binding()");
        }
        return tightest();
    }

    /** The first of equals, as declared. */
    private LimitState tightest() {
        Comparator<LimitState> tightness = granted
                ? LimitState::compareShares
                : Comparator.comparing(LimitState::retryAfter).reversed();
        LimitState tightest = states.get(0);
        for (LimitState state : states) {
            if (tightness.compare(state, tightest) < 0) {
                tightest = state;
            }
        }
        return tightest;
    }
}
