package dev.lockstitch.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Three primaries of a cluster, and a user of least rights. */
final class ClusterIT extends Shared {

    ClusterIT() {
        super(Cluster.ofThree());
    }

    @Test
    void whoeverAsksForASlotThatMovesIsSentOn() {
        String key = key();
        Limit two = Limit.of(2, Duration.ofHours(1));
        HeldLock held = one().tryLock(key, Duration.ZERO).orElseThrow();
        assertThat(one().tryAcquire(key, two, 1).granted()).isTrue();
        Migration slot = new Migration((Cluster) topology(), '{' + key + '}');
        slot.begin();
        assertThat(two().tryAcquire(key, two, 1).granted()).isTrue();
        assertThat(one().tryAcquire(key, two, 1).granted()).isFalse();
        slot.end();
        assertThat(two().tryLock(key, Duration.ZERO)).isEmpty();
        held.close();
        two().tryLock(key, Duration.ZERO).orElseThrow().close();
    }

    @Override
    void check() {
        Grants.assertEnough(topology().primaries());
        Grants.assertNothingSpare(topology().primaries(), Grants.CLUSTER);
    }
}
