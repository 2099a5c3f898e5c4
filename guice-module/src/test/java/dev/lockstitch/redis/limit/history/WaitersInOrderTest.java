package dev.lockstitch.redis.limit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.testing.CommandCounts;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.LimitRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many wait, and none of them asks again and again. */
final class WaitersInOrderTest {

    private static final int WAITERS = 30;
    private static final Limit LIMIT = new Limit(30, Duration.ofSeconds(1), 1);
    private static final LimitRequest REQUEST = LimitRequest.of("line", LIMIT).waitTime(Duration.ofMinutes(1));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newFixedThreadPool(WAITERS);
    private RedisProcess redis;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        redis.close();
    }

    @Test
    void waitersOfOneJvmLeaveInTheOrderInWhichTheyCame() throws Exception {
        try (Node node = Node.on(redis, LimitNode.patient())) {
            assertThatTheyLeaveInOrder(List.of(node));
        }
    }

    @Test
    void waitersOfTwoNodesLeaveInTheOrderInWhichTheyCame() throws Exception {
        try (Node one = Node.on(redis, LimitNode.patient());
                Node other = Node.on(redis, LimitNode.patient())) {
            assertThatTheyLeaveInOrder(List.of(one, other));
        }
    }

    private void assertThatTheyLeaveInOrder(List<Node> nodes) throws Exception {
        for (Node node : nodes) {
            assertThat(node.coordinator().tryAcquire("warm", LIMIT, 1).enforced())
                    .isTrue();
        }
        long before = CommandCounts.scripts(redis);
        List<Future<Left>> waiters = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            Node node = nodes.get(i % nodes.size());
            waiters.add(threads.submit(() -> leave(node)));
            long asked = before + i + 1;
            // The one after it comes when it has its place.
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> CommandCounts.scripts(redis) >= asked);
        }
        List<Left> left = new ArrayList<>();
        for (Future<Left> waiter : waiters) {
            left.add(waiter.get());
        }
        long scripts = CommandCounts.scripts(redis) - before;
        System.out.println(WAITERS + " waiters of " + nodes.size() + " nodes: " + scripts + " scripts");
        assertThat(left).extracting(Left::granted).containsOnly(true);
        assertThat(left).as("by arrival").isSortedAccordingTo(Comparator.comparing(Left::start));
        assertThat(left).extracting(Left::start).doesNotHaveDuplicates();
        assertThat(left).allMatch(one -> !one.at().isBefore(one.start().minusMillis(1)), "left not before its turn");
        assertThat(scripts).as("scripts for " + WAITERS + " permits").isLessThanOrEqualTo(2 * WAITERS);
    }

    private static Left leave(Node node) {
        RateLimitDecision decision = node.coordinator().tryAcquire(REQUEST);
        Instant start = decision.decidedAt().plus(decision.waited());
        return new Left(decision.granted() && decision.enforced(), start, Instant.now());
    }

    private record Left(boolean granted, Instant start, Instant at) {}
}
