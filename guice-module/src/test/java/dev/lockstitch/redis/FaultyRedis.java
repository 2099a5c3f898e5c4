package dev.lockstitch.redis;

import dev.lockstitch.redis.testing.Messages;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** A real Redis and one client for it, over which any number of nodes has a way of its own, each as bad as asked for. */
public final class FaultyRedis implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final ConnectionSource source;
    private final Wire wire;
    private final Messages messages;

    /**
     * Connects.
     *
     * @param redis runs already
     */
    public FaultyRedis(RedisProcess redis) {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE).setThreads(2).setNettyThreads(2);
        config.useSingleServer()
                .setAddress(redis.url())
                .setConnectionPoolSize(4)
                .setConnectionMinimumIdleSize(4);
        // A ping that a busy machine answers late would have the connection closed, and all that is under way be lost.
        config.useSingleServer().setPingConnectionInterval(0).setTimeout(PATIENCE_MILLIS);
        source = ConnectionSource.of(config);
        wire = new RedissonWire(Redisson.create(config), 4, Duration.ofMinutes(1));
        // Redisson is made for few subscriptions that last, not for thousands that come and go.
        messages = new Messages(redis);
    }

    /**
     * A way to it.
     *
     * @param faults how bad it is
     * @param seed decides what happens to which request
     * @param settings of the node that will use it
     * @return the way; its connection is to be started and closed by whoever uses it
     */
    public Way way(Faults faults, long seed, CoordinatorSettings settings) {
        return new Way(source, new FaultyWire(wire, messages, faults, seed), settings);
    }

    /**
     * Runs a script, whatever happens to others.
     *
     * @param script the script
     * @param keys its KEYS
     * @param args its ARGV
     * @param <T> the type of the reply
     * @return the reply
     */
    public <T> T run(Script<T> script, List<String> keys, Object... args) {
        return wire.send(script, keys, args).orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        messages.close();
        wire.close();
    }

    /** One node's way. */
    public static final class Way {
        private final FaultyWire wire;
        private final RedisConnection connection;

        private Way(ConnectionSource source, FaultyWire wire, CoordinatorSettings settings) {
            this.wire = wire;
            connection = new RedisConnection(source, settings, () -> wire);
        }

        /** {@return the connection of the node, not started yet} */
        public RedisConnection connection() {
            return connection;
        }

        /** From now on it is a good way. */
        public void heal() {
            wire.heal();
        }

        /**
         * Nothing goes through for a time.
         *
         * @param time so long
         * @param silently whether requests get no answer, else an error
         */
        public void cut(Duration time, boolean silently) {
            wire.cut(time.toNanos(), silently);
        }

        /** {@return whether the node has looked yet who the primary is} */
        public boolean isPrimaryKnown() {
            return wire.isPrimaryKnown();
        }

        /** As if from now on another server, with the same data, were the primary. */
        public void failOver() {
            wire.failOver();
        }

        /** {@return what went over it; empty unless {@code -Dexplore.trace=true}} */
        public List<String> trace() {
            return wire.trace();
        }

        /** {@return the questions for locks that were answered} */
        public List<Ask> asks() {
            return wire.asks();
        }

        /**
         * When the question was sent that a fencing token answers.
         *
         * @param fence the token
         * @return 0 when it was not asked for over this way
         */
        public long sentNanos(long fence) {
            return wire.sentNanos(fence);
        }

        /** {@return how often which fault was met, and how often which script was sent} */
        public Map<String, Integer> counts() {
            return wire.counts();
        }
    }
}
