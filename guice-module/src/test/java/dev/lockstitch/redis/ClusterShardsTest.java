package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstitch.redis.testing.Logged;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.config.Config;

/** One shard of a cluster is away: that is none of the others' business. */
class ClusterShardsTest {

    private static final Script<Long> SCRIPT = Script.number(Probe.class, "alive.lua");

    private final Logged logged = new Logged();
    private final FakeCluster cluster = new FakeCluster();
    private final String east = cluster.keyOf("east");
    private final String west = cluster.keyOf("west");
    private final RedisConnection connection = connection();
    private final AtomicInteger down = new AtomicInteger();
    private final AtomicInteger up = new AtomicInteger();

    private RedisConnection connection() {
        Config config = new Config();
        config.useClusterServers().addNodeAddress("redis://127.0.0.1:1");
        CoordinatorSettings settings = CoordinatorSettings.DEFAULTS;
        return new RedisConnection(ConnectionSource.of(config), settings, () -> cluster);
    }

    @AfterEach
    void stop() {
        connection.close();
        logged.close();
    }

    private void started() {
        connection.listen(down::incrementAndGet, up::incrementAndGet);
        connection.start();
        await().until(connection::isAvailable);
    }

    private Answer<Long> ask(String key) throws InterruptedException {
        return connection.redis().ask(SCRIPT, List.of(key));
    }

    @Test
    void theOthersAreAskedWhileOneIsAway() throws Exception {
        started();
        cluster.away.add("east");
        assertThat(ask(east)).isInstanceOf(Answer.None.class);
        assertThat(ask(west)).isEqualTo(new Answer.Reply<>(1L));
        assertThat(connection.redis().refusal(List.of(east))).isNotNull();
        assertThat(connection.redis().refusal(List.of(west))).isNull();
        assertThat(connection.isAvailable()).as("not the whole of it").isFalse();
        assertThat(down).hasValue(1);
        assertThat(logged.warnings()).singleElement().asString().contains("east, a shard of the cluster");
    }

    @Test
    void itIsAskedAgainWhenItIsBack() throws Exception {
        started();
        int before = up.get();
        cluster.away.add("east");
        assertThat(ask(east)).isInstanceOf(Answer.None.class);
        cluster.away.clear();
        await().until(connection::isAvailable);
        assertThat(ask(east)).isEqualTo(new Answer.Reply<>(1L));
        assertThat(up).hasValue(before + 1);
        assertThat(logged.warnings()).hasSize(1);
    }

    @Test
    void itsProbeAsksItAndNoOtherAlsoAfterSlotsHaveMoved() throws Exception {
        started();
        assertThat(ask(east)).isEqualTo(new Answer.Reply<>(1L));
        cluster.probesMoved = true;
        cluster.away.add("east");
        assertThat(ask(east)).isInstanceOf(Answer.None.class);
        await().during(Duration.ofMillis(500)).until(() -> connection.redis().refusal(List.of(east)) != null);
        cluster.away.clear();
        await().until(connection::isAvailable);
    }

    @Test
    void theFirstContactIsMadeWithTheShardsThatAreThere() throws Exception {
        cluster.away.add("east");
        started();
        assertThat(ask(west)).isEqualTo(new Answer.Reply<>(1L));
        assertThat(ask(east)).isInstanceOf(Answer.None.class);
        assertThat(ask(west)).isEqualTo(new Answer.Reply<>(1L));
    }

    @Test
    void aSlotThatNobodyHasIsAnOutageOfThatSlotAlone() throws Exception {
        started();
        assertThat(ask(FakeCluster.NOBODYS)).isInstanceOf(Answer.None.class);
        assertThat(ask(east)).isEqualTo(new Answer.Reply<>(1L));
        assertThat(ask(west)).isEqualTo(new Answer.Reply<>(1L));
        assertThat(logged.warnings()).singleElement().asString().contains("a slot that no server has");
    }

    @Test
    void afterTheCloseNobodyIsAsked() throws Exception {
        started();
        assertThat(ask(east)).isEqualTo(new Answer.Reply<>(1L));
        connection.close();
        for (String key : List.of(east, west)) {
            assertThat(ask(key)).isEqualTo(new Answer.None<>(Failure.CLOSED, false));
        }
    }

    @Test
    void aCallThatBlocksNobodyLearnsOfItsOwnShardToo() {
        started();
        cluster.away.add("west");
        assertThat(connection.redis().send(SCRIPT, List.of(west)).join()).isInstanceOf(Answer.None.class);
        assertThat(connection.redis().send(SCRIPT, List.of(east)))
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo(new Answer.Reply<>(1L));
    }
}
