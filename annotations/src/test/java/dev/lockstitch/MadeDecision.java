package dev.lockstitch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A decision made by hand. */
record MadeDecision(boolean granted, Duration retryAfter, List<State> limits) implements RateLimitDecision {

    static MadeDecision grant(State... limits) {
        return new MadeDecision(true, Duration.ZERO, List.of(limits));
    }

    static MadeDecision rejection(Duration retryAfter, State... limits) {
        return new MadeDecision(false, retryAfter, List.of(limits));
    }

    /** One limit of such a decision. */
    record Made(String name, String key, Limit limit, long remaining, Duration resetAfter, boolean shadow)
            implements State {

        static Made of(String name, Limit limit, long remaining, Duration resetAfter) {
            return new Made(name, "key of " + name, limit, remaining, resetAfter, false);
        }

        Made inShadow() {
            return new Made(name, key, limit, remaining, resetAfter, true);
        }

        @Override
        public Duration retryAfter() {
            throw new AssertionError("what the whole call has to wait is what counts");
        }
    }

    @Override
    public boolean enforced() {
        return limits.stream().anyMatch(state -> !state.shadow());
    }

    @Override
    public Instant decidedAt() {
        return Instant.EPOCH;
    }

    @Override
    public Duration waited() {
        return Duration.ZERO;
    }

    @Override
    public State binding() {
        return limits.get(0);
    }
}
