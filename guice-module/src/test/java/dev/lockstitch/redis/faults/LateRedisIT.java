package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.Proxy;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Settings;
import dev.lockstitch.redis.testing.Stalls;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis is not there when the application starts. */
final class LateRedisIT {

    private static final Duration USED = Duration.ofSeconds(1);
    private static final Duration START_BUDGET = Duration.ofMillis(400);
    private static final List<Way> WAYS = List.of(Way.values());

    private final Logged logged = new Logged();
    private final Stalls stalls = new Stalls();

    @AfterEach
    void stop() {
        stalls.close();
        logged.close();
    }

    @Test
    void callsAreCoordinatedWithinASecondOfRedissFirstAnswer() throws Exception {
        Map<Way, Node> nodes = new EnumMap<>(Way.class);
        try (RedisProcess late = RedisProcess.notStarted()) {
            try {
                WAYS.forEach(way -> nodes.put(way, Node.on(late)));
                Together.each(WAYS, way -> assertThat(isGuarded(nodes, way)).isFalse());
                awaitTheLongestPauseBetweenProbes();
                late.launch();
                stalls.reset();
                long answers = System.nanoTime();
                Together.each(WAYS, way -> {
                    await().pollInterval(Site.SOON).until(() -> isGuarded(nodes, way));
                    assertThat(Site.since(answers)).isLessThan(USED.plus(stalls.worst()));
                });
            } finally {
                Together.each(List.copyOf(nodes.values()), Node::close);
            }
        }
        assertThat(logged.errors()).isEmpty();
    }

    /** Probes come ever more seldom; what is measured is not to be the time of a first, eager one. */
    private static void awaitTheLongestPauseBetweenProbes() {
        long start = System.nanoTime();
        await().until(() -> Site.since(start).compareTo(USED) > 0);
    }

    @Test
    void aRedisThatDoesNotAnswerAtTheStartHoldsCallsUpForTheStartBudgetAtTheMost() throws Exception {
        Map<Way, Node> nodes = new EnumMap<>(Way.class);
        try (RedisProcess redis = RedisProcess.start();
                Proxy proxy = Proxy.before(redis)) {
            try {
                proxy.blackHole();
                WAYS.forEach(way -> nodes.put(way, Node.on(proxy.url(), hasty())));
                Together.each(WAYS, way -> {
                    long start = System.nanoTime();
                    assertThat(isGuarded(nodes, way)).isFalse();
                    assertThat(Site.since(start))
                            .isLessThan(START_BUDGET
                                    .plusMillis(100)
                                    .plus(stalls.worst().multipliedBy(3)));
                });
            } finally {
                Together.each(List.copyOf(nodes.values()), Node::close);
            }
        }
    }

    private static boolean isGuarded(Map<Way, Node> nodes, Way way) {
        return way.isGuarded(Objects.requireNonNull(nodes.get(way)).coordinator(), "k:" + way);
    }

    private static CoordinatorSettings hasty() {
        return Settings.but().startBudget(START_BUDGET).build();
    }
}
