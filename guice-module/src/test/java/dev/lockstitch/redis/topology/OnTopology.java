package dev.lockstitch.redis.topology;

import static org.awaitility.Awaitility.await;

import dev.lockstitch.spi.Coordinator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;

/** What the shared behaviour is shown on: two nodes of an application, and a look into Redis. */
interface OnTopology {

    Duration PATIENCE = Duration.ofSeconds(20);
    Duration MOMENT = Duration.ofMillis(20);

    /** The lease of a lock that is renewed. */
    Duration LEASE = Duration.ofMillis(1200);

    Topology topology();

    Coordinator one();

    Coordinator two();

    /** What the first node's listener was told, in order. */
    Told told();

    /** A key that no other test uses. */
    String key();

    /** Keys that no other test uses, in the order of their text; each on another server, where there are several. */
    default List<String> keysApart(int count) {
        String key = key();
        return IntStream.range(0, count).mapToObj(i -> key + ':' + i).toList();
    }

    /** Runs what may block, elsewhere. */
    <T> CompletableFuture<T> elsewhere(Callable<T> work);

    /** Asks often: what is awaited comes within milliseconds. */
    default ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE);
    }

    /** How Redis names what is kept for a key. */
    default String named(String kind, String key) {
        return "shop:" + kind + ":{" + key + '}';
    }
}
