package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The whole way of a lock inside a JVM, over a Redis that is faulty on purpose. A failure names its seed. */
class CrowdTest {

    private static final Duration RUN = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.lockstitch.redis.lock");

    /** Thousands of locks are lost on purpose. */
    @BeforeEach
    void quiet() {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void loud() {
        logger.setLevel(null);
    }

    @Test
    void neverTwoInsideAndNothingLeftOnAHealthyRedis() throws InterruptedException {
        crowd(0, false);
    }

    @Test
    void neverTwoInsideAndNothingLeftWhenRequestsAndRepliesAreLost() throws InterruptedException {
        crowd(60, false);
    }

    @Test
    void nobodyWaitsForEverAndNothingIsLeftWhenLocksAreLostWhileHeld() throws InterruptedException {
        crowd(30, true);
    }

    private static void crowd(int faultsPerMille, boolean losing) throws InterruptedException {
        long seed = Long.getLong("lockstitch.seed", ThreadLocalRandom.current().nextLong());
        try (Crowd crowd = new Crowd(seed, faultsPerMille, losing)) {
            crowd.run(RUN);
            assertThat(crowd.wrong()).as("seed %s", seed).isEmpty();
            assertThat(crowd.entered()).as("seed %s", seed).isGreaterThan(Crowd.KEYS);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(crowd.left())
                            .as("left with seed %s", seed)
                            .isEmpty());
        }
    }
}
