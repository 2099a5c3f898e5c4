package dev.lockstitch.guice;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Module;
import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimitListener;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LimitOutcome;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Limits with names, asked for in code. */
final class NamedLimits {

    static final Limit ONCE = Limit.of(1, Duration.ofHours(1));

    private NamedLimits() {}

    static Coordinator coordinator(RedisProcess redis, Module shop) {
        return Guice.createInjector(
                        LockstitchModule.builder().redis(redis.url()).build(), shop)
                .getInstance(Coordinator.class);
    }

    static RateLimitListener listener(List<RateLimitDecision> heard) {
        return new RateLimitListener() {
            @Override
            public void onDecision(RateLimitDecision decision) {
                heard.add(decision);
            }
        };
    }

    /** One permit. */
    static LimitRequest.Part part(String name, String key, @Nullable Limit limit) {
        return new LimitRequest.Part(name, key, limit, 1, Duration.ZERO);
    }

    static RateLimitDecision decide(Coordinator coordinator, LimitRequest.Part... parts) throws InterruptedException {
        return decision(coordinator.limit(LimitRequest.of(parts)));
    }

    static RateLimitDecision decision(LimitOutcome outcome) {
        if (outcome instanceof LimitOutcome.Decided decided) {
            return decided.decision();
        }
        assertThat(outcome).isInstanceOf(LimitOutcome.Unguarded.class);
        return ((LimitOutcome.Unguarded) outcome).decision();
    }
}
