package dev.lockstitch.redis.faults;

import static org.awaitility.Awaitility.await;

import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.CoordinatorSettings;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Settings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A node for each way to ask, and for each mode of locks: none is to learn of an outage from another. */
final class FirstCalls implements AutoCloseable {

    private static final CoordinatorSettings FAILING =
            Settings.but().onUnavailable(OnUnavailable.FAIL).build();

    private final Map<Way, Node> proceeding = new EnumMap<>(Way.class);
    private final Map<Way, Node> failing = new EnumMap<>(Way.class);
    private final Map<Mode, Node> modes = new EnumMap<>(Mode.class);

    FirstCalls(RedisProcess redis) {
        for (Way way : Way.values()) {
            proceeding.put(way, Node.on(redis));
            failing.put(way, Node.on(redis, FAILING));
        }
        for (Mode mode : Mode.values()) {
            modes.put(mode, Node.on(redis));
        }
    }

    /** Those whose calls go ahead when Redis cannot be used. */
    Map<Way, Node> proceeding() {
        return proceeding;
    }

    /** Those whose calls fail then. */
    Map<Way, Node> failing() {
        return failing;
    }

    /** Of the former, too. */
    Map<Mode, Node> modes() {
        return modes;
    }

    /** How many nodes let calls go ahead. */
    int nodes() {
        return proceeding.size() + modes.size();
    }

    /** All have taken locks and permits, or will do so soon. */
    void warm() {
        for (Node node : all()) {
            for (Way way : Way.values()) {
                await().pollInterval(Site.SOON)
                        .ignoreExceptions()
                        .until(() -> way.isGuarded(node.coordinator(), "warm"));
            }
        }
    }

    private List<Node> all() {
        List<Node> all = new ArrayList<>(proceeding.values());
        all.addAll(failing.values());
        all.addAll(modes.values());
        return all;
    }

    @Override
    public void close() throws Exception {
        // One that has lost its connections takes its time.
        Together.each(all(), Node::close);
    }
}
