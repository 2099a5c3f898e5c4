package dev.lockstitch.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.CoordinationUnavailableException;
import dev.lockstitch.HeldLock;
import dev.lockstitch.redis.testing.Logged;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Stalls;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The application ends while calls are under way. */
final class CloseUnderLoadIT {

    /** Two seconds for bodies, a half for what is to be given back, and what Redisson takes. */
    private static final Duration BOUND = Duration.ofSeconds(4);

    private static final Executor NEW_THREAD = task -> new Thread(task, "alone").start();

    private final Logged logged = new Logged();
    private final Stalls stalls = new Stalls();

    @AfterEach
    void stop() {
        stalls.close();
        logged.close();
    }

    @Test
    void bodiesEndNothingStaysLockedNoThreadIsLeftAndLaterCallsAreRefused() throws Exception {
        Set<Thread> before = ours();
        try (RedisProcess redis = RedisProcess.start()) {
            for (int round = 0; round < 5; round++) {
                closeUnderLoad(redis);
                assertThat(redis.keys("*"))
                        .as("what stays behind beside limits and fencing tokens")
                        .allMatch(key -> key.contains(":limit:") || key.contains(":fence:"));
            }
        }
        await().until(() -> before.containsAll(ours()));
        assertThat(logged.warnings()).isEmpty();
        assertThat(logged.errors()).isEmpty();
    }

    private void closeUnderLoad(RedisProcess redis) throws Exception {
        Node node = Node.on(redis, MixedLoad.PATIENT);
        try (MixedLoad load = new MixedLoad(node)) {
            await().pollInterval(Site.SOON).until(() -> load.guarded.get() > 50 && load.permits.get() > 50);
            close(node);
            load.close();
            assertThat(load.unguarded()).isZero();
            assertThat(load.failures).isNotEmpty().allMatch(CloseUnderLoadIT::isClear);
        }
        assertRefused(node);
    }

    private void close(Node node) {
        stalls.reset();
        long start = System.nanoTime();
        node.close();
        assertThat(Site.since(start)).isLessThan(BOUND.plus(stalls.worst()));
    }

    private static boolean isClear(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        return cause instanceof CoordinationUnavailableException
                && String.valueOf(cause.getMessage())
                        .contains("this coordinator was closed: close the coordinator only after");
    }

    private static void assertRefused(Node node) {
        AtomicInteger ran = new AtomicInteger();
        for (Mode mode : Mode.values()) {
            LockRequest request = mode.request("k");
            assertThatThrownBy(() -> mode.run(node.coordinator(), request, ran::incrementAndGet))
                    .matches(CloseUnderLoadIT::isClear);
        }
        for (Way way : Way.values()) {
            ThrowingCallable call = () -> way.isGuarded(node.coordinator(), "k");
            assertThatThrownBy(call).matches(CloseUnderLoadIT::isClear);
        }
        assertThat(ran).hasValue(0);
    }

    @Test
    void whatIsGrantedWhileTheApplicationClosesIsGivenBack() throws Exception {
        try (Site site = new Site()) {
            Node node = site.node(MixedLoad.PATIENT);
            site.proxy.delay(Duration.ofMillis(150));
            for (Mode mode : List.of(Mode.PLAIN, Mode.LATER)) {
                new Thread(() -> tryTo(() -> mode.run(node.coordinator(), mode.request("k:" + mode), () -> null)))
                        .start();
            }
            await().pollInterval(Site.SOON)
                    .until(() -> site.redis.keys("*:lock:*").size() == 2);
            close(node);
            assertThat(site.redis.keys("*:lock:*")).isEmpty();
        }
    }

    private static void tryTo(ThrowingCallable call) {
        try {
            call.call();
        } catch (Throwable e) {
            // Refused or served: what counts is what is left.
        }
    }

    @Test
    void aBodyOfASecondEndsAndItsLockIsGoneWhenTheCoordinatorIsClosed() throws Exception {
        try (RedisProcess redis = RedisProcess.start()) {
            LongBody body = new LongBody(redis);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> close(body.node), NEW_THREAD);
            await().during(Duration.ofSeconds(1)).until(() -> !closing.isDone());
            body.end.countDown();
            closing.join();
            assertThat(redis.keys("*:lock:*")).isEmpty();
            assertThat(body.result.join()).isEqualTo("result");
        }
        assertThat(logged.warnings()).isEmpty();
    }

    @Test
    void aBodyThatDoesNotEndIsLeftAloneAndSaidToHoldItsLock() throws Exception {
        try (RedisProcess redis = RedisProcess.start()) {
            LongBody body = new LongBody(redis);
            close(body.node);
            assertThat(body.result).isNotDone();
            assertThat(redis.keys("*:lock:*")).hasSize(1);
            assertThat(logged.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("1 locks are still held as the coordinator closes");
            body.end.countDown();
            assertThat(body.result.join()).isEqualTo("result");
        }
        assertThat(logged.warnings()).hasSize(1);
        assertThat(logged.errors()).isEmpty();
    }

    /** One that is under way, and ends when it is told to. */
    private static final class LongBody {
        private final Node node;
        private final CountDownLatch end = new CountDownLatch(1);
        private final CompletableFuture<String> result;

        LongBody(RedisProcess redis) throws InterruptedException {
            node = Node.on(redis, MixedLoad.PATIENT);
            CountDownLatch begun = new CountDownLatch(1);
            result = CompletableFuture.supplyAsync(() -> run(begun), NEW_THREAD);
            begun.await();
        }

        private String run(CountDownLatch begun) {
            try {
                return node.coordinator().withLock("k", () -> {
                    begun.countDown();
                    end.await();
                    return HeldLock.current().isPresent() ? "result" : "unguarded";
                });
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }
    }

    /** The bound holds with nobody at the other end as well. */
    @Test
    void closingWhileRedisHangsIsBounded() throws Exception {
        Set<Thread> before = ours();
        try (Site site = new Site()) {
            List<Node> nodes = List.of(site.node(), site.node());
            site.proxy.blackHole();
            assertThat(Way.LOCK.isGuarded(nodes.get(0).coordinator(), "k")).isFalse();
            Together.each(nodes, this::close);
        }
        await().until(() -> before.containsAll(ours()));
    }

    private static Set<Thread> ours() {
        Set<Thread> ours = new HashSet<>(Thread.getAllStackTraces().keySet());
        ours.removeIf(thread ->
                !thread.getName().startsWith("lockstitch-") && !thread.getName().startsWith("redisson-"));
        return ours;
    }
}
