package dev.lockstitch.guice;

import static dev.lockstitch.guice.NamedLimits.ONCE;
import static dev.lockstitch.guice.NamedLimits.coordinator;
import static dev.lockstitch.guice.NamedLimits.decide;
import static dev.lockstitch.guice.NamedLimits.listener;
import static dev.lockstitch.guice.NamedLimits.part;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Module;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimitListener;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.Coordinator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimitListenersTest {

    private static RedisProcess redis;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void forget() {
        redis.command("FLUSHALL");
    }

    @Test
    void everyListenerHearsOfEveryDecisionThoughOneOfThemFails() throws Exception {
        List<RateLimitDecision> first = new CopyOnWriteArrayList<>();
        List<RateLimitDecision> last = new CopyOnWriteArrayList<>();
        Module shop = binder -> {
            LockstitchModule.rateLimitListener(binder).toInstance(listener(first));
            LockstitchModule.rateLimitListener(binder).to(FailingListener.class);
            LockstitchModule.rateLimitListener(binder).toInstance(listener(last));
        };
        try (Logged logs = new Logged();
                Coordinator coordinator = coordinator(redis, shop)) {
            RateLimitDecision granted = decide(coordinator, part("api", "k", ONCE));
            RateLimitDecision rejected = decide(coordinator, part("api", "k", ONCE));

            assertThat(granted.granted()).isTrue();
            assertThat(rejected.granted()).isFalse();
            assertThat(first).containsExactly(granted, rejected);
            assertThat(last).containsExactly(granted, rejected);
            assertThat(logs.errors())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line)
                            .contains(
                                    FailingListener.class.getName(),
                                    "java.lang.AssertionError",
                                    "FailingListener.onDecision")
                            .doesNotContain("a metric that nobody registered"));
        }
    }

    static final class FailingListener implements RateLimitListener {
        @Override
        public void onDecision(RateLimitDecision decision) {
            throw new AssertionError("a metric that nobody registered");
        }
    }

    @Test
    void listenersHearOnTheCallersThreadBeforeItGoesOn() throws Exception {
        List<Thread> heardOn = new CopyOnWriteArrayList<>();
        Module shop = binder -> LockstitchModule.rateLimitListener(binder).toInstance(new RateLimitListener() {
            @Override
            public void onDecision(RateLimitDecision decision) {
                heardOn.add(Thread.currentThread());
            }
        });
        try (Coordinator coordinator = coordinator(redis, shop)) {
            assertThat(decide(coordinator, part("api", "k", ONCE)).granted()).isTrue();
            assertThat(heardOn).containsExactly(Thread.currentThread());
        }
    }
}
