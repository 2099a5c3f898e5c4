package dev.lockstitch.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.redis.testing.Crew;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Three primaries of a cluster, and a user of least rights. */
final class ClusterIT extends Shared implements ModuleBehaviour {

    private static final int TURNS = 60;

    ClusterIT() {
        super(Cluster.ofThree());
    }

    private Cluster cluster() {
        return (Cluster) topology();
    }

    @Override
    public List<String> keysApart(int count) {
        String key = key();
        List<String> keys = IntStream.range(0, count)
                .mapToObj(shard -> cluster().aKeyOf(shard, key + ':' + shard + '.'))
                .toList();
        assertThat(keys.stream().map(each -> cluster().shard('{' + each + '}'))).doesNotHaveDuplicates();
        return keys;
    }

    @Test
    void whoeverAsksForASlotThatMovesIsSentOn() {
        String key = key();
        Limit two = Limit.of(2, Duration.ofHours(1));
        HeldLock held = one().tryLock(key, Duration.ZERO).orElseThrow();
        assertThat(one().tryAcquire(key, two, 1).granted()).isTrue();
        Migration slot = new Migration(cluster(), '{' + key + '}');
        slot.begin();
        assertThat(two().tryAcquire(key, two, 1).granted()).isTrue();
        assertThat(one().tryAcquire(key, two, 1).granted()).isFalse();
        slot.end();
        assertThat(two().tryLock(key, Duration.ZERO)).isEmpty();
        held.close();
        two().tryLock(key, Duration.ZERO).orElseThrow().close();
    }

    @Test
    void whoeverTakesKeysOfSeveralShardsInOppositeOrderGetsItsTurnsAndAllOfThem() throws Exception {
        List<String> keys = keysApart(3);
        List<String> backwards = new ArrayList<>(keys);
        Collections.reverse(backwards);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger ones = new AtomicInteger();
        AtomicInteger twos = new AtomicInteger();
        try (Crew crew = new Crew()) {
            crew.start("one", () -> takeTurn(one(), keys, inside, ones));
            crew.start("two", () -> takeTurn(two(), backwards, inside, twos));
            soon().until(() -> ones.get() >= TURNS && twos.get() >= TURNS);
        }
        keys.forEach(this::assertGone);
    }

    private void takeTurn(Coordinator node, List<String> keys, AtomicInteger inside, AtomicInteger turns)
            throws Exception {
        LockRequest all = LockRequest.of(keys.get(0)).keys(keys).waitTime(PATIENCE);
        node.withLock(all, () -> {
            assertThat(inside.incrementAndGet()).isEqualTo(1);
            assertThat(topology().keys("shop:lock:*"))
                    .containsAll(keys.stream().map(key -> named("lock", key)).toList());
            inside.decrementAndGet();
            return turns.incrementAndGet();
        });
    }

    @Test
    void whoWaitsForTheLastOfItsKeysHasThoseOnOtherShardsUntilItGivesUp() {
        List<String> keys = keysApart(3);
        LockRequest all = LockRequest.of(keys.get(0)).keys(keys);
        HeldLock last = two().tryLock(keys.get(2), Duration.ZERO).orElseThrow();
        var waiting = one().tryLockAsync(all.waitTime(PATIENCE));
        soon().until(() -> topology().keys("shop:queue:*").contains(named("queue", keys.get(2))));
        assertThat(two().tryLock(keys.get(0), Duration.ZERO)).isEmpty();
        assertThat(two().tryLock(keys.get(1), Duration.ZERO)).isEmpty();
        waiting.cancel(false);
        two().tryLock(keys.get(0), PATIENCE).orElseThrow().close();
        assertThat(one().tryLock(all.waitTime(MOMENT))).isEmpty();
        two().tryLock(keys.get(0), Duration.ZERO).orElseThrow().close();
        two().tryLock(keys.get(1), Duration.ZERO).orElseThrow().close();
        last.close();
        keys.forEach(this::assertGone);
    }

    @Override
    void check() {
        Grants.assertEnough(topology().primaries());
        Grants.assertNothingSpare(topology().primaries(), Grants.CLUSTER);
    }
}
