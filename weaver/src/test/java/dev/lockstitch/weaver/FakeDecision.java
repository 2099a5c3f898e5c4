package dev.lockstitch.weaver;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** A decision about a request in which the limit at {@code tightest} binds. */
record FakeDecision(boolean granted, boolean enforced, Supplier<Duration> later, List<State> limits, int tightest)
        implements RateLimitDecision {

    private static final Limit SUPPLIED = Limit.of(1, Duration.ofSeconds(1));

    static FakeDecision granted(LimitRequest request) {
        return new FakeDecision(true, true, () -> Duration.ZERO, states(request), 0);
    }

    static FakeDecision rejected(LimitRequest request, int tightest, Duration retryAfter) {
        return new FakeDecision(false, true, () -> retryAfter, states(request), tightest);
    }

    FakeDecision enforced(boolean other) {
        return new FakeDecision(granted, other, later, limits, tightest);
    }

    FakeDecision onRetryAfter(Runnable action) {
        return new FakeDecision(
                granted,
                enforced,
                () -> {
                    action.run();
                    return later.get();
                },
                limits,
                tightest);
    }

    private static List<State> states(LimitRequest request) {
        return request.limits().stream()
                .<State>map(
                        part -> new FakeState(part.name(), part.key(), part.limit() == null ? SUPPLIED : part.limit()))
                .toList();
    }

    @Override
    public Duration waited() {
        return Duration.ZERO;
    }

    @Override
    public Duration retryAfter() {
        return later.get();
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

        @Override
        public Duration retryAfter() {
            return Duration.ZERO;
        }

        @Override
        public boolean shadow() {
            return false;
        }
    }
}
