package dev.lockstitch.weaver;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A decision about a request in which the limit at {@code tightest} binds. */
record FakeDecision(boolean granted, Duration retryAfter, List<State> limits, int tightest)
        implements RateLimitDecision {

    static FakeDecision granted(LimitRequest request) {
        return new FakeDecision(true, Duration.ZERO, states(request), 0);
    }

    static FakeDecision rejected(LimitRequest request, int tightest, Duration retryAfter) {
        return new FakeDecision(false, retryAfter, states(request), tightest);
    }

    private static List<State> states(LimitRequest request) {
        return request.limits().stream()
                .<State>map(part -> new FakeState(part.name(), part.key(), part.limit()))
                .toList();
    }

    @Override
    public boolean enforced() {
        return true;
    }

    @Override
    public Instant decidedAt() {
        return Instant.EPOCH;
    }

    @Override
    public State binding() {
        return limits.get(tightest);
    }

    private record FakeState(String name, String key, Limit limit) implements State {
        @Override
        public long remaining() {
            return 0;
        }

        @Override
        public Duration resetAfter() {
            return Duration.ZERO;
        }
    }
}
